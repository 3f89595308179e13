import { useEffect, useRef } from "preact/hooks";
import { t } from "../l10n/index.ts";

/** Asks for the runner's token, once for this tab. */
export function SignIn({ message, onToken }: { message: string | null; onToken: (token: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <main class="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const token = field.current?.value.trim() ?? "";
          if (token !== "") onToken(token);
        }}
      >
        <h1>{t("signIn.title")}</h1>
        <p>{t("signIn.where")}</p>
        <label for="token">{t("signIn.token")}</label>
        <input id="token" ref={field} type="password" autocomplete="off" spellcheck={false} required />
        {message !== null && (
          <p class="error" role="alert">
            {message}
          </p>
        )}
        <button type="submit" class="primary">
          {t("signIn.connect")}
        </button>
        <p class="muted">{t("signIn.kept")}</p>
      </form>
    </main>
  );
}

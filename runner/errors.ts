export { UserError } from "../shared/user-error.ts";

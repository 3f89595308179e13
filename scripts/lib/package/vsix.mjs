// A .vsix is a zip with the extension's folder and two files that tell VS Code and the Marketplace what is in it.
import { createWriteStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import yazl from "yazl";

const escaped = (text) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** The second manifest, for the Marketplace. */
function describe(manifest, target, texts) {
  const say = (text) => escaped(texts[text.replaceAll("%", "")] ?? text);
  const property = (id, value) => `      <Property Id="${id}" Value="${escaped(value)}" />`;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}" TargetPlatform="${target}" />
    <DisplayName>${say(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${say(manifest.description)}</Description>
    <Categories>${escaped(manifest.categories.join(","))}</Categories>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/${manifest.icon}</Icon>
    <Properties>
${property("Microsoft.VisualStudio.Code.Engine", manifest.engines.vscode)}
${property("Microsoft.VisualStudio.Code.ExtensionKind", manifest.extensionKind.join(","))}
${property("Microsoft.VisualStudio.Code.LocalizedLanguages", "Korean")}
${property("Microsoft.VisualStudio.Code.ExecutesCode", "true")}
    </Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code" /></Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Changelog" Path="extension/CHANGELOG.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/${manifest.icon}" Addressable="true" />
  </Assets>
</PackageManifest>
`;
}

/** Every kind of file must be declared; those without an extension one by one. */
function contentTypes(paths) {
  const extensions = new Set();
  const names = [];
  for (const path of paths) {
    const match = /\.([^./]+)$/.exec(path);
    if (match === null) names.push(path);
    else extensions.add(match[1].toLowerCase());
  }
  const type = 'ContentType="application/octet-stream"';
  const lines = [
    ...[...extensions].sort().map((extension) => `  <Default Extension="${escaped(extension)}" ${type} />`),
    ...names.map((path) => `  <Override PartName="/${escaped(path)}" ${type} />`),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${lines.join("\n")}
</Types>
`;
}

/**
 * Packs `folder`, an extension ready to run, into `file`. The same content gives the same bytes: files are sorted and carry
 * one date.
 */
export async function writeVsix(file, folder, { manifest, target, texts }) {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
  const zip = new yazl.ZipFile();
  const mtime = new Date(Date.UTC(2026, 0, 1));
  const add = (path, text) => zip.addBuffer(Buffer.from(text), path, { mtime, mode: 0o100644 });
  add("extension.vsixmanifest", describe(manifest, target, texts));
  add("[Content_Types].xml", contentTypes(["extension.vsixmanifest", ...files.map((path) => `extension/${path}`)]));
  for (const path of files) {
    const { mode } = await stat(join(folder, path));
    zip.addFile(join(folder, path), `extension/${path}`, { mtime, mode: mode & 0o111 ? 0o100755 : 0o100644 });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

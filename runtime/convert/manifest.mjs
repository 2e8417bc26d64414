// Puts size and SHA-256 of a model bundle's files into its manifest.
//
//   node manifest.mjs META-INF-FOLDER/vireo [FOLDER-WITH-FURTHER-FILES]
//
// The second folder holds files that the build adds, by their path in the bundle.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "./packages.mjs";

const [folder, further] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node manifest.mjs META-INF-FOLDER/vireo [FOLDER-WITH-FURTHER-FILES]");
  process.exit(2);
}
const path = join(folder, "model.json");
let manifest = readFileSync(path, "utf8");
for (const { path: name } of JSON.parse(manifest).files) {
  const local = join(folder, name.replace("META-INF/vireo/", ""));
  const data = readFileSync(existsSync(local) ? local : join(further, name));
  // By text, to leave the layout as it was written.
  const entry = new RegExp(`(\\{ *"path": *"${name.replaceAll(".", "\\.")}")[^}]*\\}`);
  manifest = manifest.replace(entry, `$1, "sha256": "${sha256(data)}", "bytes": ${data.length} }`);
}
writeFileSync(path, manifest);

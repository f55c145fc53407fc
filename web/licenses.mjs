// The licences of all that the bundle has in it, as a file beside it.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folders = execFileSync("npm", ["ls", "--omit=dev", "--all", "--parseable"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
  .trim()
  .split("\n")
  .slice(1)
  .sort();
const texts = folders
  .filter((folder) => existsSync(join(folder, "package.json")))
  .map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((other) => /^licen[cs]e/i.test(other));
    return `${name} ${version} (${license ?? "see below"})\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : "No licence file in the package."}`;
  });
writeFileSync("../dateline/web/static/LICENSES.txt", `${texts.join(`\n\n${"-".repeat(72)}\n\n`)}\n`);

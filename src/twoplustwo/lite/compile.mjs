// Runs Pyodide under Node: node compile.mjs WHEELS TARGET. WHEELS is a folder as lock.py writes
// it. Writes into TARGET the wheels whose modules were compiled; compile.py says which and how.
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [wheels, target] = process.argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const { loadPyodide } = await import(pathToFileURL(join(wheels, "pyodide.mjs")).href);
const lock = JSON.parse(readFileSync(join(wheels, "pyodide-lock.json")));
const packages = Object.keys(lock.packages).filter((name) => name !== "twoplustwo");
const quiet = () => {};
// A fixed seed, so that sets of names are written in the same order each time.
const pyodide = await loadPyodide({
  indexURL: wheels + "/", packages, stdout: quiet,
  env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
});
pyodide.mountNodeFS("/wheels", wheels);
pyodide.mountNodeFS("/target", target);
try {
  await pyodide.runPythonAsync(readFileSync(join(here, "compile.py"), "utf8"));
} catch (error) {
  console.error(`${error.type}: ${error.message}`); // Node's own report would print the whole runtime
  process.exit(1);
}

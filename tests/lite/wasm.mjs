// Runs notebooks in the built site's own Pyodide under Node:
// node wasm.mjs PYODIDE_FOLDER RUNNER.py FOLDER OUT.json NOTEBOOK...
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, runner, notebooks, out, ...paths] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const quiet = () => {};
const pyodide = await loadPyodide({
  indexURL: folder + "/", packages: ["ipython", "nbformat", "twoplustwo"], stdout: quiet,
  env: { HOME: "/home/pyodide", PLOTLY_RENDERER: "plotly_mimetype" },
});
pyodide.FS.writeFile("/home/pyodide/runner.py", readFileSync(runner));
pyodide.mountNodeFS("/notebooks", notebooks);
pyodide.globals.set("paths", pyodide.toPy(paths));
await pyodide.runPythonAsync(`
import os, sys
sys.path.insert(0, "/home/pyodide")
import runner
os.chdir("/notebooks")
runner.main("/home/pyodide/out.json", list(paths))
`);
writeFileSync(out, pyodide.FS.readFile("/home/pyodide/out.json"));

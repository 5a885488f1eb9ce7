/** Says so where this Node cannot run the scripts. In plain JavaScript, since an old Node must be able to run it. */
const [major] = process.versions.node.split(".")
if (Number(major) < 24) {
  console.error(`The scripts of this repository need Node 24, and this is ${process.versions.node}. \`npm ci\` installs it from the lockfile on Linux
(x64, arm64) and Windows (x64), unless optional dependencies are left out. Elsewhere, install Node 24 yourself.`)
  process.exit(1)
}

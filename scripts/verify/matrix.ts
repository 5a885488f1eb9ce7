/** `node scripts/verify/matrix.ts`: the matrix of `.github/workflows/verify.yml`, in one line. */
import { readSpecs } from "../../contracts/spec/specs.ts"
import { matrixOf } from "./nightly.ts"

process.stdout.write(`${JSON.stringify(matrixOf(await readSpecs()))}\n`)

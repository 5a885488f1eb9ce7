/** The providers of the client, by name. Stands in for src/providers.ts until that is there. */
export { aisquare } from "../src/providers/aisquare.ts"
export { dapi } from "../src/providers/dapi.ts"
export { finqware } from "../src/providers/finqware.ts"

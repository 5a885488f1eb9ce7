/** The record of every provider, and its public types. Generated from the folders of src/providers/ by `npm run generate`. */
export * from "./providers/aisquare/index.ts"
export * from "./providers/dapi/index.ts"
export * from "./providers/finqware/index.ts"

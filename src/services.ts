/** The Effect service of every provider. Generated from the folders of src/providers/ by `npm run generate`. */
export * from "./providers/aisquare/service.ts"
export * from "./providers/dapi/service.ts"
export * from "./providers/finqware/service.ts"

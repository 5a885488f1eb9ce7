/** The vault of every provider as an Effect service. Generated from the folders of src/providers/ by `npm run generate`. */
export * from "./providers/aisquare/vault-service.ts"
export * from "./providers/dapi/vault-service.ts"
export * from "./providers/finqware/vault-service.ts"

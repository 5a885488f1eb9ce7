/** How the vault keeps the tokens of every provider. Generated from the folders of src/providers/ by `npm run generate`. */
export * from "./providers/aisquare/vault.ts"
export * from "./providers/dapi/vault.ts"
export * from "./providers/finqware/vault.ts"

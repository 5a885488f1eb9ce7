/**
 * The groups of the API reference. They follow from where a name is declared and from the name itself, so that a new
 * export has its group without another line; one in a file that no row knows is an error.
 */
import { matchesGlob } from "node:path"

interface Row {
  readonly group: string
  /** Modules of src/, without their ending. */
  readonly modules: string
  /** Of these modules, the names that belong to the group; by default all. */
  readonly names?: RegExp
}

/** The first row that fits decides. */
const rows: ReadonlyArray<Row> = [
  { group: "Start here", modules: "**", names: /^(create[A-Z]|reveal$)/ },
  { group: "Testing", modules: "testing testing/** simulators providers/*/simulator" },
  { group: "Errors", modules: "errors policies vault/errors" },
  { group: "Errors", modules: "**", names: /Error$|^(Invalid|Unreadable)/ },
  { group: "Settings", modules: "**", names: /(Settings|Options)$|^(fromEnv|Fetch|KeyService|VaultKeys?)$/ },
  { group: "Settings", modules: "settings config checked configured fetch from-env" },
  { group: "Settings", modules: "registry", names: /^(On[A-Z]|OrphanedOutcome$)/ },
  { group: "Keep", modules: "vault vaults vault-services vault/** token-set providers/*/{vault,vault-service}" },
  { group: "Keep", modules: "**", names: /^(serializeTokens|restoreTokens)$/ },
  { group: "Redeem", modules: "index effect promise registry redeem secrets service services operation telemetry" },
  { group: "Redeem", modules: "providers providers/*/{index,tokens,service,entry}" },
]

/** The groups, in the order in which they are shown. */
export const groups = ["Start here", "Redeem", "Keep", "Errors", "Settings", "Testing"]

/** The group of an export; nothing where no row knows it. */
export const groupOf = (name: string, module: string): string | undefined =>
  rows.find(
    ({ modules, names = /^/ }) =>
      names.test(name) && modules.split(" ").some((pattern) => matchesGlob(module, pattern)),
  )?.group

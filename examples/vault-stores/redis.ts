/** A vault's store on Redis 6.2 or later: one round trip for each method. Redis can lose what it has answered: see below. */
import type { VaultStore } from "token-exchange/testing"

/** A client of `redis` fits as it is. For `ioredis`: `{ sendCommand: ([name = "", ...rest]) => client.call(name, ...rest) }`. */
export interface Redis {
  readonly sendCommand: (words: Array<string>) => Promise<unknown>
}

// #region redis
/**
 * Redis answers before a write is on the disk. Set `appendfsync always` and `maxmemory-policy noeviction`, and do not
 * fail over to a replica: otherwise a write that was answered can be lost, and with it a user's only tokens.
 */
export const redisStore = (client: Redis): VaultStore => {
  // One slot in a cluster. Each row is a hash; `keys` is sorted, since Redis lists its own keys in no order.
  const keys = "{token_exchange_vault}"
  const run = (script: string, key: string, ...values: Array<string>) =>
    client.sendCommand(["EVAL", script, "2", `${keys}/${key}`, keys, key, ...values])
  return {
    read: async (key) => {
      const row = await run(read, key)
      if (!Array.isArray(row)) return undefined
      const [value, version, age] = row.map(String)
      return { value: Buffer.from(value ?? "", "base64"), version: version ?? "", age: Math.max(0, Number(age)) }
    },
    write: async (key, value, expected) => {
      const version = crypto.randomUUID()
      const seen = expected === undefined ? "absent" : `version ${expected}`
      const written = await run(write, key, seen, version, Buffer.from(value).toString("base64"))
      return written === 1 ? version : undefined
    },
    remove: async (key, expected) => (await run(remove, key, expected)) === 1,
    list: async (prefix, after = "", limit) => {
      const from = after < prefix ? `[${prefix}` : `(${after}`
      const command = ["ZRANGE", keys, from, `(${prefix}\x7f`, "BYLEX", "LIMIT", "0", String(limit)]
      const listed = await client.sendCommand(command)
      return Array.isArray(listed) ? listed.map(String) : []
    },
  }
}

const now = "local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)"

const read = `${now} local row = redis.call('HMGET', KEYS[1], 'value', 'version', 'written_at')
  return row[1] and { row[1], row[2], tostring(now - row[3]) }`

const write = `${now} local version = redis.call('HGET', KEYS[1], 'version')
  if (version and 'version ' .. version or 'absent') ~= ARGV[2] then return 0 end
  redis.call('HSET', KEYS[1], 'version', ARGV[3], 'value', ARGV[4], 'written_at', now)
  redis.call('ZADD', KEYS[2], 0, ARGV[1])
  return 1`

const remove = `if redis.call('HGET', KEYS[1], 'version') ~= ARGV[2] then return 0 end
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 1`
// #endregion

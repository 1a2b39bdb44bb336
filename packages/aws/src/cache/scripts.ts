/**
 * Lua that Redis runs as one step. Written for Upstash as well as for redis-server: the time comes as an argument, JSON is not
 * parsed, every key is in KEYS. Stamps have 13 digits, fewer than the 14 up to which Lua writes a number out; `%.0f` is exact for all of a double's integers.
 */

/** The next stamp: greater than the last one and not below the caller's time. */
const TICK = `
local function tick(clock, now)
  local last = tonumber(redis.call('GET', clock) or '0')
  local stamp = string.format('%.0f', math.max(last + 1, tonumber(now)))
  redis.call('SET', clock, stamp)
  return stamp
end`;

/** The stamp an entry's text ends with; 0 where it has none, or is not there. */
const STAMP_OF = `
local function stampOf(entry)
  return tonumber(string.match(string.sub(entry or '', -32), '"stamp":(%d+)}}$') or '0')
end`;

/** KEYS: clock. ARGV: now. */
export const STAMP = `${TICK}
return tick(KEYS[1], ARGV[1])`;

/** KEYS: clock, entry, the group's fence, lease. ARGV: now, owner, lease in ms, newer than. */
export const ACQUIRE = `${TICK}${STAMP_OF}
local seen = redis.call('MGET', KEYS[2], KEYS[3], KEYS[4])
local stamp = stampOf(seen[1])
if stamp > tonumber(seen[2] or '0') and stamp > tonumber(ARGV[4]) then return {'stored', seen[1]} end
if seen[3] and seen[3] ~= ARGV[2] then return {'held'} end
redis.call('SET', KEYS[4], ARGV[2], 'PX', ARGV[3])
return {'granted', tick(KEYS[1], ARGV[1])}`;

/** KEYS: lease. ARGV: owner. */
export const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`;

/** Members beyond these are those written least; they go, so that a ranking does not grow for ever. */
const LONGEST_RANKING = 10_000;

/** Keys and arguments of one entry in {@link WRITE}. */
export const WRITE_KEYS = 5;
const WRITE_ARGUMENTS = 5;

/**
 * KEYS, for each entry: entry, its fence, its group's fence, its lease, its ranking.
 * ARGV, for each entry: value, stamp, ms to live, owner or '', member or ''.
 */
export const WRITE = `${STAMP_OF}
local results = {}
for n = 0, #KEYS / ${WRITE_KEYS} - 1 do
  local k, a = n * ${WRITE_KEYS}, n * ${WRITE_ARGUMENTS}
  local seen = redis.call('MGET', KEYS[k + 1], KEYS[k + 2], KEYS[k + 3], KEYS[k + 4])
  local stamp, owner, member = tonumber(ARGV[a + 2]), ARGV[a + 4], ARGV[a + 5]
  if owner ~= '' and seen[4] == owner then redis.call('DEL', KEYS[k + 4]) end
  local fence = math.max(tonumber(seen[2] or '0'), tonumber(seen[3] or '0'))
  if stamp > fence and stamp >= stampOf(seen[1]) then
    redis.call('SET', KEYS[k + 1], ARGV[a + 1], 'PX', ARGV[a + 3])
    if member ~= '' then
      redis.call('ZINCRBY', KEYS[k + 5], 1, member)
      redis.call('ZREMRANGEBYRANK', KEYS[k + 5], 0, -${LONGEST_RANKING + 1})
    end
    results[n + 1] = 1
  else
    results[n + 1] = 0
  end
end
return results`;

/** KEYS: clock, then entry and fence of each. ARGV: now, a fence's ms to live. */
export const INVALIDATE = `${TICK}
local stamp = tick(KEYS[1], ARGV[1])
for k = 2, #KEYS, 2 do
  redis.call('SET', KEYS[k + 1], stamp, 'PX', ARGV[2])
  redis.call('DEL', KEYS[k])
end
return 1`;

/** KEYS: clock, the group's fence. ARGV: now. */
export const INVALIDATE_GROUP = `${TICK}
redis.call('SET', KEYS[2], tick(KEYS[1], ARGV[1]))
return 1`;

/** KEYS: count. ARGV: ms of the window. */
export const COUNT = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`;

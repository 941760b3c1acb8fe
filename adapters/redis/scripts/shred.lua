-- Destroy the key of a case, and note in the ledger that it was done: both, or neither.
--
-- KEYS 1 keys, 2 cases, 3 case, 4 ledger, 5 moved
-- ARGV ref, version (where the case stood when it was looked at),
--      place, before, entry, mac (of the ledger's next entry)
-- Answers {'shredded'}, {'conflict'} where anybody wrote meanwhile, or {'moved'}.
-- The record stays as it is, chained: nobody can read it any more.

local ref, version = take(), take_number()
local place, before, entry, mac = take_number(), take(), take(), take()
done_taking()

if redis.call('EXISTS', KEYS[5]) == 1 then return {'moved'} end
local last = redis.call('XREVRANGE', KEYS[4], '+', '-', 'COUNT', 1)[1]
local at, head = '0', ''
if last then at, head = string.match(last[1], '^%d+'), last[2][4] end
if head == mac then return {'shredded'} end
if head ~= before or tonumber(at) ~= tonumber(place) - 1 then return {'conflict'} end
if redis.call('HGET', KEYS[3], 'version') ~= version then return {'conflict'} end
if redis.call('HEXISTS', KEYS[1], ref) == 0 then return {'conflict'} end

redis.call('HDEL', KEYS[1], ref)
redis.call('HDEL', KEYS[3], 'state')
redis.call('ZREM', KEYS[2], ref)
redis.call('XADD', KEYS[4], place .. '-0', 'e', entry, 'm', mac)
return {'shredded'}

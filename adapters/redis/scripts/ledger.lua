-- Add one entry to a school's ledger, or find that somebody else has added one first.
--
-- KEYS 1 ledger, 2 moved
-- ARGV place (from 1), before (the chain's head that it was reckoned from, '' for none), entry, mac
-- Answers {'kept'}, {'conflict'}, or {'moved'}: the school was moved to another store.
-- A repeat of what was kept is kept.

local place, before, entry, mac = take_number(), take(), take(), take()
done_taking()

if redis.call('EXISTS', KEYS[2]) == 1 then return {'moved'} end
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local at, head = '0', ''
if last then at, head = string.match(last[1], '^%d+'), last[2][4] end
if head == mac then return {'kept'} end
if head ~= before or tonumber(at) ~= tonumber(place) - 1 then return {'conflict'} end
redis.call('XADD', KEYS[1], place .. '-0', 'e', entry, 'm', mac)
return {'kept'}

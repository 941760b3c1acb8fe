-- Use a one-time link up: of all who try, the first with the right proof is given its grant.
--
-- KEYS 1 the link
-- ARGV proof, now (microseconds), most wrong proofs
-- Answers what came of it, and the grant where it was given. A microsecond fits a Lua number.

local proof, now, most = take_id(), take_number(), take_number()
done_taking()

local kept = redis.call('HMGET', KEYS[1], 'proof', 'until', 'used', 'tries', 'grant')
if not kept[1] then return {'unknown'} end
if kept[3] then return {'used'} end
if tonumber(now) >= tonumber(kept[2]) then return {'expired'} end
if tonumber(kept[4] or '0') >= tonumber(most) then return {'shut'} end
if kept[1] ~= proof then
  redis.call('HINCRBY', KEYS[1], 'tries', 1)
  return {'foreign'}
end
redis.call('HSET', KEYS[1], 'used', now)
redis.call('HDEL', KEYS[1], 'grant')
return {'given', kept[5]}

-- Keep a one-time link until it is long over.
--
-- KEYS 1 the link
-- ARGV proof, until (microseconds), lasts (milliseconds), grant

local proof, till, lasts, grant = take_id(), take_number(), take_number(), take()
done_taking()

redis.call('HSET', KEYS[1], 'proof', proof, 'until', till, 'grant', grant)
redis.call('PEXPIRE', KEYS[1], lasts)
return {'kept'}

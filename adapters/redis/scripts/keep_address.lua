-- Keep an address, or forget it.
--
-- KEYS 1 the school's addresses
-- ARGV whose (a keyed hash), the sealed address or nothing to forget it

local who, address = take_id(), take()
done_taking()

if address == '' then
  redis.call('HDEL', KEYS[1], who)
else
  redis.call('HSET', KEYS[1], who, address)
end
return {'kept'}

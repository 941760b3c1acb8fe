-- Retire a key of the ring in one school: from now on the commit takes nothing wrapped with it.
--
-- KEYS 1 keys
-- ARGV the key's name, when (ISO 8601)
-- Answers how many data keys are still wrapped with it; it is retired when that is 0.

local name, at = take(), take()
done_taking()

local left = 0
for _, wrapped in ipairs(redis.call('HVALS', KEYS[1])) do
  if string.sub(wrapped, 1, #name + 1) == name .. ':' then left = left + 1 end
end
if left == 0 then redis.call('HSET', KEYS[1], '@retired:' .. name, at) end
return left

-- Put each data key, wrapped anew, in the place of its old form, where that is still what is kept.
--
-- KEYS 1 keys, 2 moved
-- ARGV for each: name, old form, new form
-- Answers how many were put, or {'moved'}.

local wanted = {}
while cursor < #ARGV do wanted[#wanted + 1] = {name = take(), old = take(), new = take()} end
done_taking()

if redis.call('EXISTS', KEYS[2]) == 1 then return {'moved'} end
local put = 0
for _, key in ipairs(wanted) do
  if redis.call('HGET', KEYS[1], key.name) == key.old then
    redis.call('HSET', KEYS[1], key.name, key.new)
    put = put + 1
  end
end
return put

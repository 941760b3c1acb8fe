-- Say which schools have a job that a claim would hand out.
--
-- KEYS six for each school: due and leased of its timers, of its outbox, of its calls
-- ARGV due (the timers' clock), now (the machine's)
-- Answers the places of those schools among all that were asked about, from 0. A key that cannot be
-- read counts as something that waits: whoever claims there is told what is wrong. The one script
-- that touches more than one school; a cluster, which would refuse that, is never accepted.

local EACH = 6
local due, now = take_number(), take_number()
done_taking()

local function waits(key, moment)
  local first = redis.pcall('ZRANGE', key, '-inf', moment, 'BYSCORE', 'LIMIT', 0, 1)
  return first.err ~= nil or #first > 0
end

local found = {}
for first = 1, #KEYS, EACH do
  local has = waits(KEYS[first], due)
  for at = first + 1, first + EACH - 1 do
    has = has or waits(KEYS[at], now)
  end
  if has then found[#found + 1] = (first - 1) / EACH end
end
return found

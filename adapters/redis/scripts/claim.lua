-- Hand out the jobs that are due, soonest first, each with a new token and until a lease runs out.
--
-- KEYS 1-3 the queue, 4 fence, 5 moved
-- ARGV due (the queue's clock), now and held_until (the machine's), limit
-- Answers one list: id, due, attempt, token, doubt (1: an earlier holder never said what became of
-- it, or gave it back in doubt), body, and the next.
-- A claim that finds nothing writes nothing. Of a school that was moved nothing is handed out here.

local queue = queue_at(1)
local due, now, held_until, limit = take_number(), take_number(), take_number(), take_number()
done_taking()

if redis.call('EXISTS', KEYS[5]) == 1 then return {} end
for _, member in ipairs(redis.call('ZRANGE', queue.leased, '-inf', now, 'BYSCORE', 'LIMIT', 0, limit)) do
  local job = read_job(queue, string.sub(member, 17))
  redis.call('ZREM', queue.leased, member)
  redis.call('ZADD', queue.due, job.due, member)
end

local members = redis.call('ZRANGE', queue.due, '-inf', due, 'BYSCORE', 'LIMIT', 0, limit)
if #members == 0 then return {} end
local last = redis.call('INCRBY', KEYS[4], #members)
local claimed = {}
for i, member in ipairs(members) do
  local id = string.sub(member, 17)
  local job = read_job(queue, id)
  local attempt = job.attempt + 1
  local token = string.format('%.0f', last - #members + i)
  redis.call('ZREM', queue.due, member)
  redis.call('ZADD', queue.leased, held_until, member)
  write_job(queue, id, job.number, job.due, attempt, token, job.body)
  claimed[#claimed + 1] = id
  claimed[#claimed + 1] = job.due
  claimed[#claimed + 1] = tostring(attempt)
  claimed[#claimed + 1] = token
  claimed[#claimed + 1] = job.token == '0' and '0' or '1'
  claimed[#claimed + 1] = job.body
end
return claimed

-- What the scripts share; put before each of them.
--
-- A job is one member of `due` or of `leased`: its number (16 digits, so that equal moments keep
-- the order in which jobs were put) and its id (32 hex digits). Its slip says
-- "number due attempt token"; its body is ciphertext and is never looked into.
-- Moments are microseconds and stay text: Lua would print them rounded.
-- Nothing asks the server for the time: every moment is an argument.

local cursor = 0

local function refuse(why)
  error({err = 'SHAPE argument ' .. cursor .. ': ' .. why})
end

local function take()
  cursor = cursor + 1
  local value = ARGV[cursor]
  if value == nil then refuse('missing') end
  return value
end

local function take_number()
  local value = take()
  if not string.match(value, '^%-?%d+$') then refuse('not a whole number') end
  return value
end

local function take_count()
  local count = tonumber(take_number())
  if count < 0 or count > #ARGV then refuse('not a count') end
  return count
end

local function take_id()
  local value = take()
  if not string.match(value, '^%x+$') or #value ~= 32 then refuse('not an id') end
  return value
end

local function take_queue(queues)
  local queue = queues[take()]
  if queue == nil then refuse('not a queue') end
  return queue
end

local function done_taking()
  if cursor ~= #ARGV then refuse('more arguments than were announced') end
end

local function queue_at(first)
  return {due = KEYS[first], leased = KEYS[first + 1], slips = KEYS[first + 2], bodies = KEYS[first + 3]}
end

local function read_slip(queue, id)
  local slip = redis.call('HGET', queue.slips, id)
  if not slip then return nil end
  local number, due, attempt, token = string.match(slip, '^(%d+) (%-?%d+) (%d+) (%d+)$')
  return {number = number, due = due, attempt = tonumber(attempt), token = token, member = number .. id}
end

local function write_slip(queue, id, number, due, attempt, token)
  redis.call('HSET', queue.slips, id, number .. ' ' .. due .. ' ' .. attempt .. ' ' .. token)
end

-- The slip, when `token` is the job's current one; a job never claimed has token 0 and no holder.
local function held(queue, id, token)
  local slip = read_slip(queue, id)
  if slip and token ~= '0' and slip.token == token then return slip end
  return nil
end

local function remove(queue, id)
  local slip = read_slip(queue, id)
  if not slip then return end
  redis.call('ZREM', queue.due, slip.member)
  redis.call('ZREM', queue.leased, slip.member)
  redis.call('HDEL', queue.slips, id)
  redis.call('HDEL', queue.bodies, id)
end

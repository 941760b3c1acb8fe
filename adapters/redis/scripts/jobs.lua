-- What the scripts share; put before each of them.
--
-- A job is one member of `due` or of `leased`: its number (16 digits, so that equal moments keep
-- the order in which jobs were put) and its id (32 hex digits). Its slip says
-- "number due attempt token"; the token is 0 while nobody ever held it or its holder gave it back,
-- and -1 where the holder gave it back in doubt; its body is ciphertext and is never looked into.
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

local function take_flag()
  local value = take()
  if value ~= '0' and value ~= '1' then refuse('neither 0 nor 1') end
  return value == '1'
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
  return {due = KEYS[first], leased = KEYS[first + 1], jobs = KEYS[first + 2]}
end

local function read_job(queue, id)
  local kept = redis.call('HGET', queue.jobs, id)
  if not kept then return nil end
  local number, due, attempt, token, body = string.match(kept, '^(%d+) (%-?%d+) (%d+) (%-?%d+)\n()')
  return {
    number = number, member = number .. id, due = due, attempt = tonumber(attempt), token = token,
    body = string.sub(kept, body)
  }
end

local function slip(number, due, attempt, token, body)
  return table.concat({number, due, attempt, token}, ' ') .. '\n' .. body
end

local function write_job(queue, id, number, due, attempt, token, body)
  redis.call('HSET', queue.jobs, id, slip(number, due, attempt, token, body))
end

-- The job, when `token` is its current one; 0 and -1 stand for no holder.
local function held(queue, id, token)
  local job = read_job(queue, id)
  if job and tonumber(token) > 0 and job.token == token then return job end
  return nil
end

-- Take these jobs out of their sets, before they are put again or forgotten.
local function unset_all(queue, ids)
  if #ids == 0 then return end
  local members = {}
  for at, kept in ipairs(redis.call('HMGET', queue.jobs, unpack(ids))) do
    if kept then members[#members + 1] = string.match(kept, '^%d+') .. ids[at] end
  end
  if #members > 0 then
    redis.call('ZREM', queue.due, unpack(members))
    redis.call('ZREM', queue.leased, unpack(members))
  end
end

local function forget_all(queue, ids)
  unset_all(queue, ids)
  if #ids > 0 then redis.call('HDEL', queue.jobs, unpack(ids)) end
end

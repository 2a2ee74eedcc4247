"""What Redis does in one step: scripts, since a script is atomic both for readers and in the append-only file.

A row is a hash `<prefix>row:<kind>:<key>` with the clear fields as JSON and the sealed part. Beside it lie the indexes:
sets of a call's and a subject's rows, a sorted set of a kind's due times, and a set of a kind's keys.
"""

from typing import Final

_DROP: Final = """
local function drop(kind, key)
  local name = P .. 'row:' .. kind .. ':' .. key
  local owners = redis.call('HMGET', name, 'call', 'subject')
  local member = kind .. ':' .. key
  if owners[1] then redis.call('SREM', P .. 'call:' .. owners[1], member) end
  if owners[2] then redis.call('SREM', P .. 'subject:' .. owners[2], member) end
  redis.call('ZREM', P .. 'due:' .. kind, key)
  redis.call('SREM', P .. 'all:' .. kind, key)
  return redis.call('DEL', name)
end
"""

# KEYS: none. ARGV: prefix, JSON of {needs, drops, puts}, then the sealed part of each put.
WRITE: Final = (
    """
local P = ARGV[1]
local todo = cjson.decode(ARGV[2])
"""
    + _DROP
    + """
for _, need in ipairs(todo.needs) do
  if redis.call('EXISTS', P .. 'row:' .. need[1] .. ':' .. need[2]) == 0 then return need[1] end
end
for _, each in ipairs(todo.drops) do drop(each[1], each[2]) end
for at, put in ipairs(todo.puts) do
  local name = P .. 'row:' .. put.kind .. ':' .. put.key
  local member = put.kind .. ':' .. put.key
  redis.call('HSET', name, 'clear', put.clear, 'sealed', ARGV[at + 2])
  if put.call then
    redis.call('HSET', name, 'call', put.call)
    redis.call('SADD', P .. 'call:' .. put.call, member)
  end
  if put.subject then
    redis.call('HSET', name, 'subject', put.subject)
    redis.call('SADD', P .. 'subject:' .. put.subject, member)
  end
  redis.call('ZREM', P .. 'due:' .. put.kind, put.key)
  if put.due_s then redis.call('ZADD', P .. 'due:' .. put.kind, put.due_s, put.key) end
  redis.call('SADD', P .. 'all:' .. put.kind, put.key)
end
return ''
"""
)

# KEYS: none. ARGV: prefix, subject. Returns how many rows went.
ERASE: Final = (
    """
local P = ARGV[1]
"""
    + _DROP
    + """
local gone = 0
for _, member in ipairs(redis.call('SMEMBERS', P .. 'subject:' .. ARGV[2])) do
  local colon = string.find(member, ':', 1, true)
  gone = gone + drop(string.sub(member, 1, colon - 1), string.sub(member, colon + 1))
end
redis.call('DEL', P .. 'subject:' .. ARGV[2])
return gone
"""
)

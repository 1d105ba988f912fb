// The link between a TEEP Broker and a TEEP Agent: its specification, version 1.
//
// A link runs over any stream of bytes: a UART, a pseudo-terminal, a Unix socket. The stream may lose,
// change, double and insert bytes at any time. That costs time and is never seen above the link, except as
// a call that failed and says so. The link keeps no secret and proves no origin: that is TEEP's work.
//
// ## Frames
//
//     00 | COBS( session (4) | number (2) | kind (1) | payload (0 to 241) | CRC-32 (4) ) | 00
//
// Numbers are big endian. The checksum is CRC-32 as in IEEE 802.3 ("123456789" gives CBF43926) over
// session, number, kind and payload. COBS (Consistent Overhead Byte Stuffing, Cheshire and Baker, 1999)
// takes the zero bytes out of what lies between the delimiters, so 00 on the line is always a frame's edge:
// whatever came before it, the next frame is found again. A frame begins with a delimiter too, lest garbage
// in front of it spoil it; nothing between two delimiters is nothing. A frame has at most 255 bytes on the
// line, so COBS adds exactly one, and a ring of 256 holds it. A frame that is too long, not COBS, too
// short, of the wrong checksum or of an unknown kind is dropped without a word.
//
// ## Request and answer
//
// The broker is the master. It sends one request and waits for its answer, which has the request's session
// and number; any other frame it receives is late or an echo, and is dropped. Where no answer comes in time
// it sends the request again, with the same number; timers and counts are its `Configuration`. The agent
// has no timer and never speaks unasked: each request that it reads gets one answer.
//
// Requests are numbered 0 (the hello), 1, 2, … 65535, 1, 2, … . The agent carries a request out when its
// number follows that of the last one. The same number again is a repetition: it is answered, with how
// things stand now, and not carried out. Any other number is stale and dropped.
//
// | request          | payload                                            | answered by    |
// |------------------|----------------------------------------------------|----------------|
// | 01 hello         | version (1), largest frame (1)                     | 81             |
// | 02 call          | `LinkCall` (1), argument's length (4), first bytes | 84             |
// | 03 argument      | the argument's next bytes                          | 84             |
// | 04 poll          |                                                    | 85, 87         |
// | 05 pull          | offset (4), at most how many bytes (1)             | 88             |
// | 06 payload       | the payload's next bytes, at least one             | 86, 85, 87     |
// | 07 payloadEnd    |                                                    | 85, 87         |
// | 08 payloadFailed | code (1)                                           | 85, 87         |
// | 09 release       |                                                    | 83             |
//
// | answer            | payload                | meaning                                           |
// |-------------------|------------------------|---------------------------------------------------|
// | 81 welcome        | version (1), boot identifier (4), longest argument (4), largest frame (1)  |
// | 82 unknownSession | boot identifier (4)    | the request is of no session that this agent has  |
// | 83 idle           | 0 (4)                  | no call is under way                              |
// | 84 received       | count (4)              | so many bytes of the argument are here            |
// | 85 fetch          | length (4)             | a payload is wanted: pull its URI                 |
// | 86 payloadWanted  | count modulo 2^32 (4)  | so many bytes of the payload are used up          |
// | 87 finished       | length (4)             | the call is done: pull the answer                 |
// | 88 bytes          | bytes                  | what is on offer from the offset on               |
//
// An answer that the table does not give for the request ends the session: the broker reports a protocol
// violation. Two exceptions: a repeated call or argument may find the agent further on, at fetch or
// finished; and `received` to a poll, `payloadWanted` to payloadEnd or payloadFailed say "still at work".
//
// ## Sessions
//
// A session begins with a hello that brings its number: 32 random bits, not 0. Whatever was under way at
// the agent is void: the argument in hand is dropped, an open fetch ends, the answer in hand is not given.
// The welcome says which boot of which agent this is. Frames of another session get `unknownSession`, so
// the broker notices a reset at its next request: it reports the call as failed (or, where the call's only
// frame so far was thus refused, makes it again), and says hello. While there is nothing to ask it sends a
// release from time to time, to notice a reset of its own accord. A broker that starts, or whose connection
// was cut, says hello. A session also ends, at the agent, when its port says that the line is gone.
//
// In each direction frames have at most as many bytes as the smaller of the two ends' largest frames, which
// are at least 32.
//
// ## A call
//
//     broker                                       agent
//     call(kind, length, first bytes)  ──────────▶
//                                      ◀──────────  received(n)
//     argument(next bytes)             ──────────▶                 as often as needed
//                                      ◀──────────  received(length)
//     poll                             ──────────▶  works; the poll waits unread in its port
//                                      ◀──────────  finished(length of the answer)
//     pull(offset, count)              ──────────▶                 as often as needed
//                                      ◀──────────  bytes
//     release                          ──────────▶
//                                      ◀──────────  idle
//
// `received(length)` comes before the agent works, however long that takes; the poll is repeated, ever more
// rarely, in case it was lost. An argument that is longer than the agent's buffer is taken piece by piece, or
// answered with `received(length)` where the agent does not want it: then the rest is not sent. The answer is pulled by offset: outcome (1: 0 nothing, 1 tamURI, 2 message, 3 tamURIAndMessage, 4 failure),
// failure code (1), ticks (4), length of the TAM URI (4), the TAM URI, the message.
//
// ## A fetch
//
// While it works the agent may need a payload from the network:
//
//     poll                             ──────────▶
//                                      ◀──────────  fetch(length of the URI)
//     pull(offset, count)              ──────────▶                 as often as needed
//                                      ◀──────────  bytes
//     payload(first bytes)             ──────────▶  uses them up: writes them to flash
//                                      ◀──────────  payloadWanted(n)
//     payload(next bytes)              ──────────▶
//     …
//     payloadEnd                       ──────────▶  goes on with its work
//                                      ◀──────────  finished(length of the answer)
//
// `payloadFailed` stands for `payloadEnd` where the broker cannot go on. The agent may give a fetch up by
// answering a payload frame with `finished`, or with `fetch` for another payload. The broker takes from the
// network only when the agent has used up what it had.
//
// ## Flow control
//
// One request is outstanding, and a payload frame is answered when its bytes are where they belong. So
// nothing is on its way to an agent whose CPU stands still in a page erase, its UART catching 6 bytes; and
// to an agent that computes come only polls, of 14 bytes, which its port keeps: with the default timers no
// more of them in a minute than fit into 255 bytes. What a full port drops is repeated.
//
// A repeated request may carry fewer bytes than the first time: the broker makes frames shorter where many
// are lost. That is why `received` and `payloadWanted` count bytes: they tell which of the two the agent
// took.
//
// ## What is guaranteed
//
// - Within a session each call is carried out at most once; when its answer arrives, exactly once.
// - Arguments, URIs, payloads and answers arrive whole and unchanged, or the call fails at the broker and
//   what the agent was fetching fails at the agent. (A damaged frame passes its checksum once in 2^32.)
// - A call that failed may have been carried out or not: that is for TEEP's tokens to sort out.
// - The broker needs no more memory for a fetch than the piece of payload that it is sending.

/// The version of the link that this module speaks, told in `hello` and `welcome`.
let linkVersion: UInt8 = 1

/// The longest URI that an agent may fetch, in bytes.
let maximumFetchURI = 512

/// The number of the request that follows request `number` of the same session. 0 is the hello's alone.
func linkNumber(after number: UInt16) -> UInt16 { number == .max ? 1 : number + 1 }

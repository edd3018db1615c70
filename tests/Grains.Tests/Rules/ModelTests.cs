using FsCheck;
using FsCheck.Fluent;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>Random operations on a session and on its user's quota, against models so plain that they can't be wrong.</summary>
public sealed class ModelTests
{
    private const long MaxBytes = 2_000;
    private const int MaxParticipants = 3;

    [Fact]
    public void A_session_does_what_the_model_does_whatever_is_asked_of_it() =>
        Prop.ForAll<(byte Verb, byte A, byte B)[]>(steps =>
        {
            var world = new World();
            foreach (var (verb, a, b) in steps)
                world.Step(verb, a, b);
            world.Check();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(150));

    [Fact]
    public void Sessions_that_die_and_come_back_use_the_day_up_to_its_limit_and_are_counted_to_the_byte() =>
        Prop.ForAll<(byte Verb, byte Session, ushort Bytes)[]>(steps =>
        {
            const long limit = 200_000;
            var quota = new UserQuota(new QuotaState(), new QuotaOptions { DayBytes = limit });
            var (logs, allowances) = (new long[3], new DayAllowance?[3]);
            foreach (var (verb, session, bytes) in steps)
            {
                var at = session % 3;
                var allowance = allowances[at] ??= Begin(logs[at]);
                if (verb % 8 == 0)
                    allowances[at] = null; // The activation dies with what it held; the log stays.
                else if (verb % 8 == 1)
                    quota.EndShare($"s{at}", 1, logs[at]);
                else if (verb % 8 < 4)
                    Lease(at, allowance);
                else if (allowance.Verdict(bytes) == DayVerdict.Fits)
                    Commit(at, allowance, bytes);
                logs.Sum().Should().BeLessThanOrEqualTo(limit);
            }

            for (var at = 0; at < 3; at++)
                quota.Lease($"s{at}", 1, logs[at], 0);
            quota.Usage(new Plan("unlimited", null), 1).DayBytesUsed.Should().Be(logs.Sum());

            DayAllowance Begin(long used)
            {
                var begun = new DayAllowance();
                begun.Begin(1, used);
                return begun;
            }

            void Lease(int at, DayAllowance allowance)
            {
                var asked = Math.Max(allowance.Allowed, allowance.Used) + DayAllowance.Piece;
                var answer = quota.Lease($"s{at}", 1, allowance.Used, asked - allowance.Used);
                allowance.Leased(1, answer.AllowedTotal, answer.UsedByOthers, answer.Limit, answer.Exhausted);
            }

            void Commit(int at, DayAllowance allowance, long bytes)
            {
                allowance.Hold(bytes);
                allowance.Committed(bytes, 1);
                logs[at] += bytes;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(150));

    /// <summary>A session and its model, which take the same steps.</summary>
    private sealed class World
    {
        private static readonly UserIdentity[] People = [Ada, Bob, Eve, new("u-kim", "Kim", "kim@example.com", null)];

        private readonly SessionFixture _session = new(
            ShareOf(allow: [new EmailRuleValue(Bob.Email, Role.Edit)]) with { Link = Role.None },
            new SessionOptions { MaxBytes = MaxBytes, MaxParticipants = MaxParticipants });

        private readonly List<byte[]> _frames = [];
        private readonly Dictionary<string, Entry> _in = [];
        private readonly List<string> _typed = [];
        private int _epoch;
        private int _attachment;
        private bool _connected;
        private DateTimeOffset? _lostAt;
        private Reason? _ended;
        private byte _value;

        private long Bytes => _frames.Sum(frame => (long)frame.Length);

        public World() => _lostAt = _session.Now;

        public void Step(byte verb, byte a, byte b)
        {
            switch (verb % 11)
            {
                case 0:
                    Share(a % 3 == 0);
                    break;
                case 1 or 2 or 3:
                    Append(_frames.Count + 1 + Offset(a), 1 + (b % 60), a % 7 == 0);
                    break;
                case 4:
                    _session.Store();
                    break;
                case 5:
                    Join(a, b);
                    break;
                case 6:
                    Leave(a, b % 2 == 0);
                    break;
                case 7 or 8:
                    Type(a, b);
                    break;
                case 9:
                    Pass(TimeSpan.FromSeconds(a));
                    break;
                default:
                    if (a % 16 == 0)
                        End();
                    else if (a % 4 == 0)
                        Lose();
                    break;
            }
        }

        public void Check()
        {
            var read = new List<byte[]>();
            for (var after = 0L; _session.Rules.Tail.Next(after) is { } run; after = run.First + run.Count - 1)
            {
                foreach (var frame in run.ToRun())
                    read.Add(frame.Payload.ToArray());
            }

            read.Should().BeEquivalentTo(_frames, options => options.WithStrictOrdering());
            _session.Rules.PayloadBytes.Should().Be(Bytes);
            _session.Rules.Ended?.Reason.Should().Be(_ended);
            (_session.Rules.Ended is null).Should().Be(_ended is null);
            _session.Rules.Roster().Participants.Select(entry => (entry.Id, entry.Role, entry.Away))
                .Should().BeEquivalentTo(_in.Select(entry => (entry.Key, entry.Value.Role, entry.Value.AwaySince is not null)));
            Typed().Should().Equal(_typed);
        }

        private static int Offset(byte a) => a % 5 == 0 ? 1 : a % 5 == 1 ? -1 : 0;

        private void Share(bool newEpoch)
        {
            var call = ShareOf(epoch: newEpoch || _epoch == 0 ? null : _epoch);
            var refused = _session.Rules.MayShare(call);
            (refused is null).Should().Be(_ended is null);
            if (refused is not null)
                return;
            _session.Share(call.Epoch);
            if (call.Epoch is null)
                _typed.Clear(); // It was typed to another process, which may have taken it.
            (_epoch, _attachment) = (_epoch + (call.Epoch is null ? 1 : 0), _attachment + 1);
            (_session.Epoch, _session.Attachment).Should().Be((_epoch, _attachment));
            (_connected, _lostAt) = (true, null);
            if (call.Epoch is null)
                _typed.Clear();
        }

        private void Append(int first, int length, bool isStale)
        {
            if (_epoch == 0)
                return;
            var payload = Enumerable.Range(0, length).Select(_ => _value++).ToArray();
            var run = FrameRuns.With(null, new Frame(first, FrameKind.Output, 0, payload));
            var answer = _session.Rules.Append(new AppendCall(isStale ? _attachment - 1 : _attachment, RunValue.Of(_epoch, run)), _session.Now);

            if (isStale)
                answer.Refused!.Reason.Should().Be(Reason.Replaced);
            else if (_ended is not null)
                answer.Refused!.Reason.Should().Be(Reason.SessionEnded);
            else if (first > _frames.Count + 1)
                answer.Refused.Should().Match<RefusalValue>(refusal => refusal.Reason == Reason.Gap && refusal.Expected == _frames.Count + 1);
            else if (first == _frames.Count + 1)
                Take(payload, answer);
            else
                answer.Refused.Should().BeNull("what is held already is dropped");
            answer.Through.Should().Be(_frames.Count);
        }

        private void Take(byte[] payload, AppendAnswer answer)
        {
            var room = (int)Math.Min(payload.Length, MaxBytes - Bytes);
            if (room > 0)
                _frames.Add(payload[..room]);
            if (room == payload.Length)
            {
                answer.Refused.Should().BeNull();
                return;
            }

            answer.Refused!.Reason.Should().Be(Reason.SessionSizeLimit);
            _ended = Reason.SessionSizeLimit;
        }

        private void Join(byte a, byte b)
        {
            var (user, id) = (People[a % People.Length], $"p{a % People.Length}-{b % 2}");
            var answer = _session.Rules.Join(JoinOf(user, id, connection: $"c-{id}", rejoin: _in.ContainsKey(id)));
            var role = user == Ada || user == Bob ? Role.Edit : Role.None;
            var expected = role == Role.None ? Reason.UnknownOrForbidden
                : _ended is not null && !_in.ContainsKey(id) ? Reason.SessionEnded
                : !_in.ContainsKey(id) && _in.Count >= MaxParticipants ? Reason.ParticipantLimit
                : Reason.None;
            (answer.Refused?.Reason ?? Reason.None).Should().Be(expected);
            if (expected == Reason.None)
                _in[id] = new Entry(role, null, _in.GetValueOrDefault(id)?.Typed ?? 0);
        }

        private void Leave(byte a, bool forGood)
        {
            var id = $"p{a % People.Length}-{a % 2}";
            _session.Rules.Leave(new LeaveCall(id, $"c-{id}", forGood), _session.Now);
            if (!_in.TryGetValue(id, out var entry))
                return;
            if (forGood)
                _in.Remove(id);
            else
                _in[id] = entry with { AwaySince = _session.Now };
        }

        private void Type(byte a, byte b)
        {
            var id = $"p{a % People.Length}-{a % 2}";
            var entry = _in.GetValueOrDefault(id);
            var number = (entry?.Typed ?? 0) + (b % 4 == 0 ? 0 : b % 4 == 1 ? 2 : 1);
            var refused = _session.Rules.Type(new TypeCall(id, $"c-{id}", number, new[] { b }), _session.Now)?.Reason ?? Reason.None;

            var isGap = entry is { Typed: > 0 } && number > entry.Typed + 1;
            var expected = entry is null ? Reason.UnknownOrForbidden
                : number >= 1 && number <= entry.Typed ? Reason.None
                : _ended is not null ? Reason.SessionEnded
                : number < 1 ? Reason.InvalidRequest
                : isGap ? Reason.Gap
                : !_connected ? Reason.SharerAway
                : Reason.None;
            refused.Should().Be(expected);
            if (expected != Reason.None || number <= entry!.Typed)
                return;
            _in[id] = entry with { Typed = number };
            _typed.Add($"{id} {number} {b}");
        }

        private void Pass(TimeSpan time)
        {
            _session.Now += time;
            _session.Rules.Pass(_session.Now);
            foreach (var (id, _) in _in.Where(entry => _session.Now - entry.Value.AwaySince >= TimeSpan.FromSeconds(60)).ToList())
                _in.Remove(id);
            if (_ended is null && _session.Now - _lostAt >= TimeSpan.FromMinutes(10))
                _ended = Reason.SharerLost;
        }

        private void Lose()
        {
            if (!_connected)
                return;
            (_connected, _lostAt) = (false, _session.Now);
            _session.Rules.SharerLeft(_session.Now);
        }

        private void End()
        {
            if (_epoch == 0)
                return;
            var refused = _session.Rules.End(new EndCall(_epoch, _attachment, _frames.Count, Reason.SharerExited, 0), _session.Now);
            _ended ??= Reason.SharerExited;
            refused?.Reason.Should().Be(Reason.SessionEnded);
            (refused is null).Should().Be(_ended == Reason.SharerExited, "one that ended otherwise says so");
        }

        private IEnumerable<string> Typed()
        {
            for (var typed = _session.Rules.Typed.After(0); typed is not null; typed = _session.Rules.Typed.After(typed.Number))
                yield return $"{typed.Participant} {typed.ParticipantNumber} {typed.Bytes.Span[0]}";
        }

        private sealed record Entry(Role Role, DateTimeOffset? AwaySince, long Typed);
    }
}

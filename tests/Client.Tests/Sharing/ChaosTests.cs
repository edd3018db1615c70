using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

/// <summary>A whole sharer's session against a server that cuts, refuses and forgets at random.</summary>
public sealed class ChaosTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Every_byte_arrives_once_and_in_order_and_the_end_is_durable(int seed)
    {
        var gateway = new FakeGateway();
        var options = new ShareOptions { Servers = [new("http://a/")], Session = SessionId.Of(new byte[16]), TimeProvider = new FakeTime(), EndTimeout = TimeSpan.FromDays(1) };
        var server = new ChaosServer(gateway, new Random(seed));
        var serving = server.Run();
        await using var session = await SharedSession.Share(gateway, options, default).Soon();

        var random = new Random(seed);
        var given = new byte[300_000];
        random.NextBytes(given);
        for (var at = 0; at < given.Length;)
        {
            var length = Math.Min(random.Next(1, 5000), given.Length - at);
            session.Output(given.AsSpan(at, length));
            at += length;
            if (random.Next(4) == 0)
                await Task.Yield();
        }

        (await session.End(Reason.SharerExited, 0, default).Soon()).Durable.Should().BeTrue();
        await serving.Soon();
        server.Output.Should().Equal(given, "seed {0}", seed);
        server.Cuts.Should().BeGreaterThan(0);
    }

    private sealed class ChaosServer(FakeGateway gateway, Random random)
    {
        private readonly List<byte[]> _log = [];
        private int _durable;
        private bool _ended;

        public int Cuts { get; private set; }

        public byte[] Output => [.. _log.SelectMany(payload => payload)];

        public async Task Run()
        {
            for (var attachment = 1; !_ended; attachment++)
            {
                var sharer = await gateway.NextSharer();
                await sharer.Answer(_durable + 1, epoch: 1, attachment: attachment);
                await Attend(sharer);
            }
        }

        private async Task Attend(FakeSharerConnection sharer)
        {
            var end = sharer.NextEnd();
            while (true)
            {
                var append = sharer.Appends.WaitToReadAsync().AsTask();
                await Task.WhenAny(append, end).Soon();
                while (sharer.Appends.TryRead(out var request))
                {
                    Take(sharer, request.Run);
                    if (sharer.IsCut)
                        return;
                }

                if (!end.IsCompleted)
                    continue;
                _durable = _log.Count;
                var call = await end;
                _ended = call.Request.Last == _log.Count;
                call.Answer.SetResult(new EndReply(_ended ? null : Refusal.Of(Reason.Gap, expected: _log.Count + 1)));
                if (_ended)
                    return;
                end = sharer.NextEnd();
            }
        }

        private void Take(FakeSharerConnection sharer, FrameRun run)
        {
            // However few appends the output came in, there is a cut: the second append is followed by one.
            switch (Cuts == 0 && _log.Count > 0 ? 2 : random.Next(12))
            {
                case 0:
                    sharer.Say(new ControlItem { Refused = Refusal.Of(Reason.Busy) });
                    break;
                case 1:
                    _log.RemoveRange(_durable, _log.Count - _durable);
                    Cut(sharer);
                    break;
                case 2:
                    Append(sharer, run);
                    Cut(sharer);
                    break;
                case 3:
                    _durable = _log.Count;
                    sharer.Say(new ControlItem { Durable = _durable });
                    Append(sharer, run);
                    break;
                default:
                    Append(sharer, run);
                    break;
            }
        }

        private void Append(FakeSharerConnection sharer, FrameRun run)
        {
            if (run.First > _log.Count + 1)
            {
                sharer.Say(new ControlItem { Refused = Refusal.Of(Reason.Gap, expected: _log.Count + 1) });
                return;
            }

            if (FrameRuns.Behind(run, _log.Count) is { } news)
            {
                foreach (var frame in news)
                    _log.Add(frame.Payload.ToArray());
            }

            sharer.Say(new ControlItem { Appended = _log.Count });
        }

        private void Cut(FakeSharerConnection sharer)
        {
            Cuts++;
            sharer.Cut();
        }
    }
}

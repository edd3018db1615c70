using System.Buffers.Binary;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

/// <summary>
/// An outbox and a server at the two ends of a connection, moved by a plan: each number of it is one step. What is said is on its way until a
/// later step delivers it, and is lost when the connection is cut.
/// </summary>
internal sealed class OutboxWorld(OutboxLimits limits)
{
    private readonly Outbox _outbox = new(limits);
    private readonly List<byte> _given = [];
    private readonly List<(byte Tag, int At)> _controls = [];
    private readonly List<(FrameKind Kind, byte[] Payload)> _log = [];
    private readonly Dictionary<long, byte[]> _sent = [];
    private readonly Queue<FrameRun> _up = new();
    private readonly Queue<ControlItem> _down = new();
    private int _durable;
    private bool _holds;

    public void Step(int number)
    {
        var argument = Math.Abs(number / 16);
        switch (Math.Abs(number % 16))
        {
            case 0 or 1 or 2:
                Output(argument % 90);
                break;
            case 3:
                _controls.Add(((byte)argument, _given.Count));
                _outbox.Add(FrameKind.BlockStart, _given.Count, [(byte)argument]);
                break;
            case 4 or 5 or 6:
                Take();
                break;
            case 7 or 8 or 9:
                ServerTakes(busy: argument % 5 == 0);
                break;
            case 10 or 11:
                Deliver();
                break;
            case 12:
                Save();
                break;
            case 13:
                Retry();
                break;
            case 14 when argument % 2 == 0:
                Cut(serverToo: argument % 4 == 0);
                break;
            default:
                ServerForgets();
                break;
        }

        _outbox.Held.Should().BeLessThanOrEqualTo(limits.Held + limits.Slab + (22 * _controls.Count) + 64);
    }

    /// <summary>Runs without further faults until everything is durable.</summary>
    public void Finish()
    {
        for (var i = 0; !(_outbox.AllAppended && _durable == _outbox.Last && _down.Count == 0); i++)
        {
            i.Should().BeLessThan(10_000, "everything must arrive");
            Retry();
            Take();
            ServerTakes(busy: false);
            if (_durable < _log.Count)
                Save();
            while (_down.Count > 0)
                Deliver();
        }
    }

    /// <summary>The server's log says what was given: in order, without holes, once.</summary>
    public void Check()
    {
        var (position, controls) = (0L, 0);
        foreach (var (kind, payload) in _log)
        {
            switch (kind)
            {
                case FrameKind.Output:
                    payload.Should().Equal(_given.Skip((int)position).Take(payload.Length));
                    position += payload.Length;
                    break;
                case FrameKind.Skipped:
                    position += BinaryPrimitives.ReadInt64LittleEndian(payload);
                    break;
                default:
                    payload[0].Should().Be(_controls[controls].Tag);
                    position.Should().BeGreaterThanOrEqualTo(_controls[controls++].At);
                    if (_outbox.GivenUp == 0)
                        position.Should().Be(_controls[controls - 1].At);
                    break;
            }
        }

        position.Should().Be(_given.Count);
        controls.Should().Be(_controls.Count);
        _outbox.UnsavedBytes.Should().Be(0);
    }

    private void Output(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)((_given.Count + i) * 31);
        _given.AddRange(bytes);
        _outbox.Output(bytes, _given.Count);
    }

    private void Take()
    {
        if (_outbox.Take() is not { } run)
            return;
        FrameCodec.TryMeasure(run.Bytes.Span, run.Count, out _, out var fault).Should().BeTrue(fault?.Text);
        run.Bytes.Length.Should().BeLessThanOrEqualTo(limits.Append);
        foreach (var frame in run)
        {
            byte[] now = [(byte)frame.Kind, .. BitConverter.GetBytes(frame.At), .. frame.Payload.Span];
            if (!_sent.TryAdd(frame.Sequence, now))
                now.Should().Equal(_sent[frame.Sequence], "frame {0} is sent again as it was", frame.Sequence);
        }

        _up.Enqueue(run);
    }

    private void ServerTakes(bool busy)
    {
        if (!_up.TryDequeue(out var run))
            return;
        if (busy)
            _down.Enqueue(new ControlItem { Refused = Refusal.Of(Reason.Busy) });
        else if (run.First > _log.Count + 1)
            _down.Enqueue(new ControlItem { Refused = Refusal.Of(Reason.Gap, expected: _log.Count + 1) });
        else
            Append(run);
    }

    private void Append(FrameRun run)
    {
        if (FrameRuns.Behind(run, _log.Count) is { } news)
        {
            foreach (var frame in news)
                _log.Add((frame.Kind, frame.Payload.ToArray()));
        }

        _down.Enqueue(new ControlItem { Appended = _log.Count });
    }

    /// <summary>Another silo takes over, and has only what is durable: what comes next is a gap.</summary>
    private void ServerForgets()
    {
        _log.RemoveRange(_durable, _log.Count - _durable);
        _down.Enqueue(new ControlItem { Refused = Refusal.Of(Reason.Gap, expected: _durable + 1) });
    }

    private void Save()
    {
        _durable = _log.Count;
        _down.Enqueue(new ControlItem { Durable = _durable });
    }

    private void Deliver()
    {
        if (!_down.TryDequeue(out var item))
            return;
        if (item.Appended is { } appended)
            _outbox.Appended(appended).Should().BeTrue();
        else if (item.Durable is { } durable)
            _outbox.Durable(durable).Should().BeTrue();
        else if (item.Refused is { Reason: Reason.Gap, Expected: { } expected })
            Resumed(_outbox.Gap(expected));
        else
            Resumed(_outbox.Hold());
    }

    private void Resumed(Resumption resumption)
    {
        resumption.Should().NotBe(Resumption.Lost);
        _holds |= resumption == Resumption.Holds;
    }

    private void Retry()
    {
        if (_holds)
            _outbox.Retry();
        _holds = false;
    }

    private void Cut(bool serverToo)
    {
        _up.Clear();
        _down.Clear();
        if (serverToo)
            _log.RemoveRange(_durable, _log.Count - _durable);
        _outbox.Resume(_durable + 1).Should().Be(Resumption.Sends);
        _holds = false;
    }
}

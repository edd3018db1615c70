using System.Buffers;
using SessionShare.Grains.Log;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>A session's rules alone: no engine, no clock but this one, no storage.</summary>
internal sealed class SessionFixture
{
    public static readonly UserIdentity Ada = new("u-ada", "Ada", "ada@example.com", null);
    public static readonly UserIdentity Bob = new("u-bob", "Bob", "bob@example.com", null);
    public static readonly UserIdentity Eve = new("u-eve", "Eve", "eve@example.com", null);

    public SessionFixture(SessionOptions? options = null, LogHead? head = null, params EmailRuleValue[] allow)
        : this(ShareOf(allow: allow), options, head)
    {
    }

    public SessionFixture(ShareCall call, SessionOptions? options = null, LogHead? head = null, SupportOptions? support = null, Policy? policy = null)
    {
        Options = options ?? new SessionOptions();
        Session.Found(State, call, "linksecret", Options, Now);
        Rules = Activate(head ?? new LogHead(1, 1, 0, 0, 0, null), support, policy);
    }

    public SessionOptions Options { get; }

    /// <summary>The same session as another activation finds it.</summary>
    public Session Activate(LogHead head, SupportOptions? support = null, Policy? policy = null)
    {
        var rules = new Session(State, head, Options, support ?? new SupportOptions(), Now, policy);
        rules.Day.Begin(1, 0);
        rules.Day.Leased(1, 10_000_000_000, 0, 10_000_000_000, exhausted: false);
        return rules;
    }

    public SessionState State { get; } = new();

    public Session Rules { get; }

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public long Epoch { get; private set; }

    public long Attachment { get; private set; }

    public static ShareCall ShareOf(UserIdentity? user = null, long? epoch = null, params EmailRuleValue[] allow) =>
        new(user ?? Ada, epoch, "title", 80, 24, allow, Role.View);

    /// <summary>Shares, and lets everything held become durable as the grain would.</summary>
    public SessionFixture Share(long? epoch = null, ShareCall? call = null)
    {
        call ??= ShareOf(epoch: epoch);
        Rules.MayShare(call).Should().BeNull();
        (Epoch, Attachment) = Rules.Attach(call);
        Store();
        Rules.BeginEpoch();
        Rules.EpochStored();
        Rules.SharerCame();
        return this;
    }

    /// <summary>Everything held becomes durable.</summary>
    public void Store()
    {
        var payload = Rules.Tail.Undurable(long.MaxValue).Sum(run => (long)run.Bytes.Length - (run.Count * FrameCodec.HeaderBytes));
        Rules.Committed(Rules.Tail.End, payload, Rules.Day.Day, Rules.Blocks.Changed(Rules.Tail.End));
    }

    public AppendAnswer Append(long first, params byte[][] outputs) =>
        Append(first, [.. outputs.Select(output => (FrameKind.Output, output))]);

    public AppendAnswer Append(long first, params (FrameKind Kind, byte[] Payload)[] frames)
    {
        var writer = new ArrayBufferWriter<byte>();
        foreach (var (kind, payload) in frames)
            FrameCodec.Write(writer, kind, 0, payload);
        return Append(new RunValue(Epoch, first, frames.Length, writer.WrittenMemory));
    }

    public AppendAnswer Append(RunValue run) => Rules.Append(new AppendCall(Attachment, run), Now);

    public static JoinCall JoinOf(UserIdentity? user, string participant = "p1", string? secret = null, string connection = "c1", bool rejoin = false, string gateway = "g1") =>
        new(gateway, user, user is null ? "Guest" : null, secret, participant, $"secret-of-{participant}", connection, rejoin);
}

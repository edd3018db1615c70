using SessionShare.Cli.Auditing;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Auditing;

public sealed class AuditTextTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 18, 5, 7, TimeSpan.Zero);
    private static readonly AuditPerson Bob = new("u", "bob@example.com", "Bob");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_entry_has_a_sentence_of_its_own(AuditKind kind)
    {
        var entry = new AuditEntry("2026-11-26/1", "x", At, kind, "s", Bob, "10.0.0.7", new AuditPerson(null, "eve@example.com"), Role.Edit, At, 3, true, "ls", [Bob], Bob, Reason.Idle, "t", 5);

        var line = AuditText.Of(entry, TimeProvider.System);

        line.Should().Contain("bob@example.com from 10.0.0.7: ").And.NotContain(kind + "");
    }

    [Fact]
    public void A_command_is_said_with_who_typed_at_its_prompt_and_nothing_of_it_reaches_the_terminal_raw()
    {
        var entry = new AuditEntry(null, "x", At, AuditKind.Ran, "0123456789012345678901", new AuditPerson("u", "ada@example.com"), Block: 7, Command: "echo \u001b[31m", TypedBy: [Bob, new AuditPerson(Name: "Mallory", Guest: true)], RanBy: Bob);

        AuditText.Of(entry, new UtcTime()).Should().Be(
            "2026-11-26 18:05:07  0123456789012345678901  ada@example.com: ran block 7: echo  [31m (started by bob@example.com; typed at its prompt: bob@example.com, guest \"Mallory\")");
    }

    [Fact]
    public void Who_was_forgotten_is_said_by_the_pseudonym_and_is_no_guest()
    {
        var entry = new AuditEntry(null, "x", At, AuditKind.Removed, "0123456789012345678901", new AuditPerson("forgotten-1", Name: "forgotten-1"), Whom: new AuditPerson(Name: "forgotten-2"));

        AuditText.Of(entry, new UtcTime()).Should().Be("2026-11-26 18:05:07  0123456789012345678901  forgotten-1: removed forgotten-2");
    }

    [Fact]
    public void A_filter_is_the_query_of_a_request()
    {
        new AuditFilter().ToString().Should().BeEmpty();
        new AuditFilter(Day: "2026-11-26", Actor: "a+b@example.com", Count: 5).ToString().Should().Be("?day=2026-11-26&actor=a%2Bb%40example.com&count=5");
        new AuditFilter(Day: "2026-11-26", After: "2026-11-27/3").ToString().Should().Be("?after=2026-11-27%2F3");
    }

    public static TheoryData<AuditKind> Kinds() => [.. Enum.GetValues<AuditKind>()];

    private sealed class UtcTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}

using SessionShare.Cli.Drafting;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Joining;

public sealed class ViewedTests
{
    private static readonly Person Sam = new("Sam", "sam@example.com");
    private static readonly Participant Ana = new("ana", new Person("Ana", "ana@example.com"), Role.Edit, Away: false);
    private static readonly Participant Vera = new("vera", new Person("Vera", null), Role.View, Away: false);

    [Fact]
    public void The_prompt_stands_while_no_command_runs()
    {
        var prompt = new PromptWatch();
        prompt.IsAtPrompt.Should().BeTrue("no block is known");
        prompt.Begin(new Block(3, "make", null, 10, null, 0, null, null));
        prompt.IsAtPrompt.Should().BeFalse();
        prompt.Take(Frame(FrameKind.BlockEnd, new BlockEnd(3, 0).ToPayload()));
        prompt.IsAtPrompt.Should().BeTrue();
        prompt.Take(Frame(FrameKind.BlockStart, new BlockStart(4, "vim", null).ToPayload()));
        (prompt.IsAtPrompt, prompt.NewestBlock).Should().Be((false, 4));
        prompt.Begin(new Block(3, "make", null, 10, 20, 0, 1, 0));
        prompt.IsAtPrompt.Should().BeFalse("an older answer says nothing");
    }

    [Fact]
    public void Rows_are_known_to_be_a_commands_from_its_start_to_its_end()
    {
        var rows = new BlockRows();
        rows.Take(Frame(FrameKind.BlockStart, new BlockStart(1, "ls", null).ToPayload()), 5);
        rows.Take(Frame(FrameKind.BlockEnd, new BlockEnd(1, 0).ToPayload()), 8);
        rows.Take(Frame(FrameKind.BlockStart, new BlockStart(2, "make", null).ToPayload()), 9);

        new[] { rows.At(4), rows.At(5), rows.At(7), rows.At(8), rows.At(100) }.Should().Equal(null, (1, 5), (1, 5), null, (2, 9));
        rows.Forget();
        rows.At(5).Should().BeNull();
    }

    [Fact]
    public void Blocks_that_are_pointed_at_become_ranges()
    {
        var marks = new BlockMarks();
        marks.Turn(3);
        marks.Turn(7);
        marks.Turn(4).Should().Equal(new BlockRange(3, 4), new BlockRange(7, 7));
        marks.Turn(3).Should().Equal(new BlockRange(4, 4), new BlockRange(7, 7));
        foreach (var block in Enumerable.Range(0, 40))
            marks.Turn(100 + (2 * block));
        marks.Turn(1).Should().HaveCount(WireLimits.PresenceRanges);
    }

    [Fact]
    public void People_are_told_once_whatever_their_devices_and_not_the_sharer()
    {
        var own = new Participant("own", Sam, Role.Manage, Away: false);
        PeopleNotes.Between(Of(), Of(Ana, own)).Should().Be("ana joined");
        PeopleNotes.Between(Of(Ana), Of(Ana, Ana with { Id = "second" })).Should().BeNull();
        PeopleNotes.Between(Of(Ana, Vera), Of(Ana with { Away = true })).Should().Be("ana, Vera left");
        PeopleNotes.Between(Of(), Of(Vera), self: "vera").Should().BeNull();
    }

    [Fact]
    public void The_line_says_who_is_where()
    {
        var company = new Company("vera", Of(Ana, Vera), new Dictionary<string, PresenceState> { ["ana"] = new(Selection: new PresenceSelection(Blocks: [new(2, 4), new(9, 9)])) });
        PersonPlace.Chips(company).Should().Contain(" sam ").And.Contain(" ana ").And.Contain("✎ points at block 2-4, 9").And.NotContain("Vera");
        PersonPlace.Of(new PresenceState(Follow: new(Scrolled: true))).Should().Be("reads back");
        PersonPlace.Of(null).Should().BeEmpty();
    }

    private static Roster Of(params Participant[] participants) => new(Sam, SharerState.Connected, participants);

    private static Frame Frame(FrameKind kind, byte[] payload) => new(1, kind, 0, payload);
}

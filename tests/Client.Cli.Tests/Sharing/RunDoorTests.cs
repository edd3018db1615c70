using System.Collections.Concurrent;
using System.Text;
using SessionShare.Cli.Sharing;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class RunDoorTests : IAsyncDisposable
{
    private static readonly Person Ana = new("Ana", "ana@example.com");

    private readonly Hands _hands = new(TimeProvider.System);
    private readonly BlockingCollection<string> _typed = [];
    private readonly BlockingCollection<(RunState State, Refusal? Why)> _answers = [];
    private readonly ShareStatus _status;
    private readonly Approval _approval;
    private Roster _roster = Of(Role.Edit);
    private bool _isPaused;
    private RunDoor? _door;

    public RunDoorTests()
    {
        _status = new ShareStatus(_ => { }, _roster, TimeProvider.System);
        _approval = new Approval(_hands.Line);
    }

    [Fact]
    public void At_the_prompt_it_is_pasted_and_entered_as_the_others_line()
    {
        Prompt();
        Door().Take(Run("one\ntwo"));

        Answer().Should().Be((RunState.Ran, null));
        _typed.Take().Should().Be("\e[200~one\rtwo\e[201~\r");
        _hands.Started().Should().Be(Ana);
    }

    [Fact]
    public void Without_a_prompt_that_is_told_nothing_is_typed()
    {
        Door().Take(Run("ls"));
        Answer().Why!.Reason.Should().Be(Reason.CommandRunning, "no shell has told where it stands");

        Prompt();
        _hands.Own("sleep 9\r"u8);
        Door().Take(Run("ls"));
        Answer().Why!.Reason.Should().Be(Reason.CommandRunning);
        _typed.Should().BeEmpty();
    }

    [Fact]
    public void Behind_a_commands_end_it_waits_for_the_prompt()
    {
        Prompt();
        _hands.Own("sleep 9\r"u8);
        _hands.Started();
        _hands.Line.Ended();
        Door().Take(Run("ls"));
        _typed.Should().BeEmpty();

        Prompt();
        Answer().Should().Be((RunState.Ran, null));
        _typed.Take().Should().Be("\e[200~ls\e[201~\r");
    }

    [Fact]
    public void While_the_sharer_has_paused_others_run_nothing()
    {
        Prompt();
        _isPaused = true;
        Door().Take(Run("ls"));

        Answer().Why!.Reason.Should().Be(Reason.RunRefused);
        _typed.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Role.View, "ls", Reason.RoleTooLow)]
    [InlineData(Role.Edit, "ls\u001b[201~", Reason.InvalidRequest)]
    public void What_the_server_let_through_wrongly_is_refused_here(Role role, string text, Reason why)
    {
        _roster = Of(role);
        Prompt();
        Door().Take(Run(text));

        Answer().Why!.Reason.Should().Be(why);
        _typed.Should().BeEmpty();
    }

    [Fact]
    public void A_line_that_was_begun_is_taken_off_and_put_back_behind_the_next_prompt()
    {
        Prompt();
        _hands.Own("half a li"u8);
        Door().Take(Run("ls"));

        Answer().State.Should().Be(RunState.Ran);
        _typed.Take().Should().Be("\u0001 \u0001\u000b\e[200~ls\e[201~\r");
        _hands.Started();
        _hands.Prompt();
        Take().Should().Be("\u0019\u0001\u0004\u0005");
    }

    [Fact]
    public void With_approval_it_waits_for_the_yes_and_a_right_that_goes_meanwhile_counts()
    {
        Prompt();
        var door = Door(_approval);
        door.Take(Run("ls"));
        Answer().State.Should().Be(RunState.Asking);
        _status.Text.Should().Contain("ana@example.com asks to run: ls");
        _approval.Answer(true).Should().BeTrue();
        Answer().State.Should().Be(RunState.Ran);

        _hands.Prompt();
        door.Take(Run("pwd", 2));
        Answer().State.Should().Be(RunState.Asking);
        _roster = Of(Role.View);
        _approval.Answer(true);
        Answer().Why!.Reason.Should().Be(Reason.RoleTooLow);

        _roster = Of(Role.Edit);
        door.Take(Run("pwd", 3));
        Answer().State.Should().Be(RunState.Asking);
        _approval.Answer(false);
        Answer().Why!.Reason.Should().Be(Reason.RunRefused);
        _approval.Answer(true).Should().BeFalse("nothing is asked any more");
    }

    [Fact]
    public async Task A_run_that_is_taken_back_while_it_waits_is_not_run_by_a_late_yes()
    {
        Prompt();
        var door = Door(_approval);
        door.Take(Run("ls"));
        Answer().State.Should().Be(RunState.Asking);

        door.TakeBack();
        await door.DisposeAsync();

        _approval.Answer(true).Should().BeFalse();
        _typed.Should().BeEmpty();
    }

    [Fact]
    public void A_program_is_released_until_it_ends_or_the_next_prompt()
    {
        Prompt();
        _approval.Release().Should().BeNull("none runs");
        _hands.Own("vim\r"u8);
        _approval.IsReleased.Should().BeFalse();
        _approval.Release().Should().BeTrue();
        _approval.IsReleased.Should().BeTrue();
        _approval.Release().Should().BeFalse();
        _approval.IsReleased.Should().BeFalse();
        _approval.Release().Should().BeTrue();
        _hands.Line.Ended();
        _approval.IsReleased.Should().BeFalse("the shell has told the end");
        _approval.Release().Should().BeNull("its prompt comes");
        Prompt();
        _hands.Own("less\r"u8);
        _approval.Release().Should().BeTrue();
        _hands.Prompt();
        _approval.IsReleased.Should().BeFalse();
    }

    [Fact]
    public void Pastes_are_taken_where_the_output_says_so_however_it_is_cut()
    {
        var mode = new PasteMode();
        (string Output, bool IsOn)[] story =
            [("\e[?2004h", true), ("\e[?25l\e[?1;2004l", false), ("text \e[?20040h\e[2004h", false), ("\e[?1049;2004h\e[?25h", true), ("\ec", false), ("\e\e[?2004h", true), ("\e[?2004$p", true)];
        foreach (var (output, isOn) in story)
        {
            foreach (var single in Encoding.ASCII.GetBytes(output))
                mode.Take([single]);
            mode.IsOn.Should().Be(isOn, output);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_door is not null)
            await _door.DisposeAsync();
        _status.Dispose();
        _typed.Dispose();
        _answers.Dispose();
    }

    private static Roster Of(Role role) => new(new("Sam", "sam@example.com"), SharerState.Connected, [new("ana", Ana, role, false)]);

    private static SharedEvent.RunAsked Run(string text, long number = 1) => new(number, "ana", Ana, text);

    private RunDoor Door(Approval? approval = null) => _door ??= new RunDoor(
        () => _roster,
        _hands,
        bytes =>
        {
            _typed.Add(Encoding.UTF8.GetString(bytes.Span));
            return true;
        },
        (_, state, why) => _answers.Add((state, why)),
        _status,
        () => _isPaused,
        approval,
        TimeProvider.System);

    private void Prompt()
    {
        _hands.Prompt();
        _hands.Line.Output("\e[?2004h"u8);
    }

    private (RunState State, Refusal? Why) Answer() => _answers.TryTake(out var answer, TimeSpan.FromMinutes(3)) ? answer : throw new TimeoutException("Expected what becomes of the run.");

    private string Take() => _typed.TryTake(out var typed, TimeSpan.FromMinutes(3)) ? typed : throw new TimeoutException("Expected something typed.");
}

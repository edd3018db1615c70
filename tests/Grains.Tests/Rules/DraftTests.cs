using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>Who edits and runs the draft, and what becomes of it.</summary>
public sealed class DraftTests
{
    private static readonly EmailRuleValue BobEdits = new("bob@example.com", Role.Edit);
    private static readonly EmailRuleValue EveEdits = new("eve@example.com", Role.Edit);
    private readonly SessionFixture _session = new(null, null, BobEdits, EveEdits);
    private long _edit;

    public DraftTests()
    {
        _session.Share();
        _session.Rules.Join(JoinOf(Bob));
        _session.Rules.Join(JoinOf(Eve, "p2", connection: "c2"));
    }

    private Session Rules => _session.Rules;

    private string Text => Rules.DraftSince(null).Text!;

    [Fact]
    public void An_edit_against_the_number_of_now_is_taken_and_one_against_an_older_is_told_the_newest()
    {
        var before = Rules.DraftNumber;

        Insert(before, 0, "ls").Should().Be(new EditDraftAnswer(null, before + 1));
        var late = Insert(before, 0, "sudo ");

        (late.Refused!.Reason, late.Number).Should().Be((Reason.DraftMoved, before + 1));
        Text.Should().Be("ls");
        Insert(before + 5, 0, "x").Refused!.Reason.Should().Be(Reason.InvalidRequest, "there is no such number yet");
    }

    [Fact]
    public void An_edit_that_comes_again_is_answered_as_taken_and_changes_nothing()
    {
        var before = Rules.DraftNumber;
        var call = new EditDraftCall("p1", "c1", before, 1, [new DraftChangeValue(0, 0, "ls")]);

        Rules.EditDraft(call, _session.Now).Refused.Should().BeNull();
        Rules.EditDraft(call, _session.Now).Should().Be(new EditDraftAnswer(null, before + 1));

        Text.Should().Be("ls");
        Rules.ReadDraft(new ReadDraftCall("p1", "c1", before)).Edited.Should().Be(1);
    }

    [Fact]
    public void Edits_behind_a_number_are_told_while_they_are_kept_and_else_the_text()
    {
        var before = Rules.DraftNumber;
        for (var at = 0; at < Draft.MostEdits + 10; at++)
            Insert(before + at, 0, "x").Refused.Should().BeNull();

        Rules.DraftSince(Rules.DraftNumber).Should().BeEquivalentTo(new { Text = (string?)null, Edits = Array.Empty<DraftEditValue>() });
        Rules.DraftSince(before + 10).Edits.Should().HaveCount(Draft.MostEdits).And.StartWith(Rules.DraftSince(before + 10).Edits.Where(edit => edit.Number == before + 11));
        Rules.DraftSince(before + 9).Text.Should().HaveLength(Draft.MostEdits + 10);
        Rules.DraftSince(Rules.DraftNumber + 1).Text.Should().NotBeNull("nobody can know more than there is");
    }

    [Fact]
    public void The_list_of_edits_is_bounded_in_units_too()
    {
        var before = Rules.DraftNumber;
        var large = new string('x', WireLimits.DraftInsertUnits);
        for (var at = 0; at < 20; at++)
            Rules.EditDraft(new EditDraftCall("p1", "c1", before + at, ++_edit, [new DraftChangeValue(0, Text.Length, large)]), _session.Now).Refused.Should().BeNull();

        Rules.DraftSince(before + 4).Edits.Should().HaveCount(Draft.MostUnits / WireLimits.DraftInsertUnits);
        Rules.DraftSince(before + 3).Text.Should().Be(large);
    }

    [Fact]
    public void Who_may_not_edit_reads_and_a_role_counts_in_the_middle()
    {
        var before = Rules.DraftNumber;
        Insert(before, 0, "ls");
        Change(AccessVerb.Revoke, Bob.Email);

        Insert(before + 1, 0, "x").Refused!.Reason.Should().Be(Reason.RoleTooLow);
        Run().Should().NotBeNull().And.Match<RefusalValue>(refused => refused.Reason == Reason.RoleTooLow);
        Rules.ReadDraft(new ReadDraftCall("p1", "c1", null)).Draft!.Text.Should().Be("ls");
        Rules.EditDraft(new EditDraftCall("p1", "an older connection", before + 1, 9, [new DraftChangeValue(0, 0, "x")]), _session.Now).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        Rules.ReadDraft(new ReadDraftCall("nobody", "c1", null)).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
    }

    [Fact]
    public void A_run_takes_the_draft_hands_it_over_once_and_leaves_it_empty()
    {
        Insert(Rules.DraftNumber, 0, "make test");
        var number = Rules.DraftNumber;
        var asked = Rules.RunAsked;

        Run(number).Should().BeNull();
        Run(number).Should().BeNull("it is the same run, asked for again");

        Text.Should().BeEmpty();
        Rules.DraftSince(number).Edits.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Participant = "p1", Cause = DraftCause.Run });
        Rules.NewestRun.Should().Be(new DraftRunValue(number, "p1", "Bob", Bob.Email, "make test", RunState.Sent));
        Rules.RunAsked.Should().Be(asked + 1);
        Answer(number, RunState.Asking);
        Answer(number, RunState.Ran);
        Rules.NewestRun!.State.Should().Be(RunState.Ran);
        Answer(number, RunState.Refused);
        Rules.NewestRun!.State.Should().Be(RunState.Ran, "what is done is done");
        Text.Should().BeEmpty();
    }

    [Fact]
    public void A_run_is_refused_when_the_draft_moved_on_is_empty_or_nobody_is_there_to_run_it()
    {
        Run().Should().NotBeNull().And.Match<RefusalValue>(refused => refused.Reason == Reason.InvalidRequest);
        Insert(Rules.DraftNumber, 0, "ls");
        Run(Rules.DraftNumber - 1)!.Reason.Should().Be(Reason.DraftMoved);
        Rules.SharerLeft(_session.Now);
        Run()!.Reason.Should().Be(Reason.SharerAway);
        Rules.SharerCame();
        Run().Should().BeNull();
        Insert(Rules.DraftNumber, 0, "next");
        Run()!.Reason.Should().Be(Reason.CommandRunning, "one waits already");
        Text.Should().Be("next");
    }

    [Fact]
    public void A_refused_run_gives_its_text_back_before_what_was_written_meanwhile()
    {
        Insert(Rules.DraftNumber, 0, "ls");
        var number = Rules.DraftNumber;
        Run();
        Answer(number, RunState.Refused, RefusalValue.Of(Reason.CommandRunning));
        Text.Should().Be("ls");
        Rules.NewestRun.Should().BeEquivalentTo(new { State = RunState.Refused, Refused = RefusalValue.Of(Reason.CommandRunning) });

        number = Rules.DraftNumber;
        Run();
        Insert(Rules.DraftNumber, 0, "pwd");
        Answer(number, RunState.Refused);
        Text.Should().Be("ls\npwd");
    }

    [Fact]
    public void Whose_right_is_taken_while_a_run_waits_does_not_run_and_the_sharer_hears_so()
    {
        Insert(Rules.DraftNumber, 0, "rm -r x");
        Run();
        var asked = Rules.RunAsked;

        Change(AccessVerb.Revoke, Bob.Email);

        Rules.NewestRun.Should().BeEquivalentTo(new { State = RunState.Refused, Refused = RefusalValue.Of(Reason.RoleTooLow) });
        Rules.RunAsked.Should().Be(asked + 1);
        Rules.NewestRun!.ToSharer().Text.Should().BeNull();
        Text.Should().Be("rm -r x", "others may still want it");
    }

    [Fact]
    public void Only_the_author_of_now_answers_and_another_process_of_the_sharers_runs_nothing_of_before()
    {
        Insert(Rules.DraftNumber, 0, "ls");
        var number = Rules.DraftNumber;
        Run();

        Rules.RunAnswered(new RunAnsweredCall(_session.Epoch, _session.Attachment + 1, number, RunState.Ran, null));
        Rules.NewestRun!.State.Should().Be(RunState.Sent);
        _session.Share();
        Rules.NewestRun.Should().BeEquivalentTo(new { State = RunState.Refused, Refused = RefusalValue.Of(Reason.OwnershipLost) });
        Text.Should().Be("ls");
    }

    [Fact]
    public void Another_activation_goes_on_with_text_edits_and_run_under_higher_numbers()
    {
        Insert(Rules.DraftNumber, 0, "ls");
        var run = Rules.DraftNumber;
        Run();
        Insert(Rules.DraftNumber, 0, "pwd");
        Rules.KeepDraft();
        var before = Rules.DraftNumber;

        var next = _session.Activate(new LogHead(2, 2, 0, 0, 0, null));

        next.DraftSince(null).Text.Should().Be("pwd");
        next.DraftNumber.Should().BeGreaterThan(before);
        next.DraftSince(before).Text.Should().Be("pwd", "what that number was to another activation is not known");
        next.NewestRun.Should().BeEquivalentTo(new { Number = run, State = RunState.Sent, Text = "ls" });
        next.Join(JoinOf(Bob, rejoin: true, connection: "c9"));
        next.ReadDraft(new ReadDraftCall("p1", "c9", null)).Edited.Should().Be(_edit);
    }

    [Fact]
    public void The_draft_is_stored_a_second_later_and_a_run_at_once()
    {
        var version = Rules.StateVersion;
        Insert(Rules.DraftNumber, 0, "ls");
        Rules.StateVersion.Should().Be(version);
        Rules.NextDue(_session.Now).Should().Be(_session.Now + Session.DraftStoredWithin);

        Rules.Pass(_session.Now += Session.DraftStoredWithin);
        Rules.StateVersion.Should().BeGreaterThan(version);
        _session.State.Draft!.Text.Should().Be("ls");
        Rules.DraftDue.Should().BeNull();

        version = Rules.StateVersion;
        Run();
        Rules.StateVersion.Should().BeGreaterThan(version);
        _session.State.Draft!.Should().BeEquivalentTo(new { Text = "", Run = new { Text = "ls" } });
    }

    private EditDraftAnswer Insert(long number, int at, string text) =>
        Rules.EditDraft(new EditDraftCall("p1", "c1", number, ++_edit, [new DraftChangeValue(at, at, text)]), _session.Now);

    private RefusalValue? Run(long? number = null) => Rules.Run(new RunCall("p1", "c1", number ?? Rules.DraftNumber), _session.Now);

    private void Answer(long number, RunState state, RefusalValue? why = null) =>
        Rules.RunAnswered(new RunAnsweredCall(_session.Epoch, _session.Attachment, number, state, why));

    private void Change(AccessVerb verb, string email) =>
        Rules.Change(new AccessCall(Ada, verb, email), "secret", _session.Now).Refused.Should().BeNull();
}

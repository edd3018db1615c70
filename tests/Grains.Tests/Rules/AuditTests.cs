using SessionShare.Grains.Audit;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>What a session notes for the audit, and what becomes of it.</summary>
public sealed class AuditTests
{
    private static readonly EmailRuleValue BobEdits = new("bob@example.com", Role.Edit);

    [Fact]
    public void A_share_is_noted_with_its_rules()
    {
        var session = new SessionFixture(ShareOf(allow: BobEdits) with { Address = "10.0.0.7" }).Share();

        var told = Told(session);

        told.Select(entry => (entry.Kind, entry.Whom?.Email, entry.Role)).Should().Equal(
            (AuditKind.Shared, null, null), (AuditKind.Allowed, "bob@example.com", Role.Edit), (AuditKind.LinkRule, null, Role.View));
        told[0].Should().Match<AuditValue>(entry => entry.Session == "s" && entry.At == session.Now && entry.Text == "title" && entry.Actor!.User == "u-ada");
        told.Select(entry => entry.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_process_that_takes_over_is_noted_and_a_reconnect_is_not()
    {
        var session = new SessionFixture().Share();
        Told(session);

        session.Share(epoch: 1);
        Told(session).Should().BeEmpty();
        session.Share();
        Told(session).Should().ContainSingle().Which.Kind.Should().Be(AuditKind.SharedOn);
    }

    [Fact]
    public void Coming_being_refused_and_going_are_noted_once_each_with_the_address()
    {
        var session = Shared();
        session.Rules.Join(JoinOf(Bob) with { Address = "10.0.0.8" });
        session.Rules.Join(JoinOf(Bob, connection: "c2", rejoin: true) with { Address = "10.0.0.8" });
        session.Rules.Join(JoinOf(Eve, "p2") with { Address = "10.0.0.9" });
        session.Rules.Join(JoinOf(null, "p3", "guess") with { Address = "10.0.0.9" });
        session.Rules.Leave(new LeaveCall("p1", "c2", true), session.Now);

        Told(session).Select(entry => (entry.Kind, entry.Actor!.Email, entry.Address, entry.Reason)).Should().BeEquivalentTo(new (AuditKind, string?, string?, Reason?)[]
        {
            (AuditKind.Joined, "bob@example.com", "10.0.0.8", null),
            (AuditKind.Left, "bob@example.com", "10.0.0.8", null),
            (AuditKind.JoinRefused, "eve@example.com", "10.0.0.9", Reason.UnknownOrForbidden),
            (AuditKind.JoinRefused, null, "10.0.0.9", Reason.UnknownOrForbidden),
        });
    }

    [Fact]
    public void Who_loses_access_or_does_not_come_back_has_left()
    {
        var session = Shared();
        session.Rules.Join(JoinOf(Bob));
        session.Rules.Join(JoinOf(null, "p2", "linksecret"));
        session.Rules.Change(new AccessCall(Ada, AccessVerb.Remove, "bob@example.com", Address: "10.0.0.7"), "x", session.Now);
        session.Rules.Leave(new LeaveCall("p2", "c1", false), session.Now);
        session.Rules.Pass(session.Now + session.Options.AwayTime);

        var told = Told(session);
        told.Select(entry => (entry.Kind, entry.Actor!.Participant)).Should().EndWith([(AuditKind.Removed, null), (AuditKind.Left, "p1"), (AuditKind.Left, "p2")]);
        told.Single(entry => entry.Kind == AuditKind.Removed).Should().Match<AuditValue>(entry => entry.Actor!.User == "u-ada" && entry.Address == "10.0.0.7" && entry.Whom!.Email == "bob@example.com");
        told[^1].Actor.Should().Match<AuditPersonValue>(guest => guest.Guest && guest.Name == "Guest");
    }

    [Fact]
    public void Requests_and_their_answers_are_noted()
    {
        var session = Shared(new EmailRuleValue("bob@example.com", Role.View));
        session.Rules.Join(JoinOf(Bob));
        session.Rules.RequestRole(new RoleCall("p1", "c1", Role.Edit));
        session.Rules.RequestRole(new RoleCall("p1", "c1", Role.None));
        session.Rules.RequestRole(new RoleCall("p1", "c1", Role.Edit));
        session.Rules.Change(new AccessCall(Ada, AccessVerb.Grant, Participant: "p1", Role: Role.Edit), "x", session.Now);
        session.Rules.HandBack(new RoleCall("p1", "c1", Role.View));
        session.Rules.RequestRole(new RoleCall("p1", "c1", Role.Edit));
        session.Rules.Change(new AccessCall(Ada, AccessVerb.Refuse, Participant: "p1"), "x", session.Now);

        Told(session).Skip(1).Select(entry => (entry.Kind, entry.Role)).Should().Equal(
            (AuditKind.RoleAsked, Role.Edit),
            (AuditKind.RequestCancelled, Role.Edit),
            (AuditKind.RoleAsked, Role.Edit),
            (AuditKind.Granted, Role.Edit),
            (AuditKind.HandedBack, null),
            (AuditKind.RoleAsked, Role.Edit),
            (AuditKind.RequestRefused, null));
    }

    [Fact]
    public void A_change_that_is_refused_is_not_noted()
    {
        var session = Shared();

        session.Rules.Change(new AccessCall(Ada, AccessVerb.Allow, "nobody", Role: Role.View), "x", session.Now).Refused.Should().NotBeNull();
        session.Rules.Change(new AccessCall(Eve, AccessVerb.RevokeAll), "x", session.Now).Refused.Should().NotBeNull();

        Told(session).Should().BeEmpty();
    }

    [Fact]
    public void A_rule_that_ends_and_a_right_that_lapses_are_noted()
    {
        var session = Shared();
        session.Rules.Change(new AccessCall(Ada, AccessVerb.Link, Role: Role.Edit, Until: session.Now.AddMinutes(1)), "x", session.Now);
        Told(session);

        session.Rules.Pass(session.Now.AddMinutes(1));
        session.Rules.Pass(session.Now + session.Options.EditLapse);

        Told(session).Select(entry => (entry.Kind, entry.Text, entry.Whom?.Email)).Should().Equal((AuditKind.RuleEnded, "link", null), (AuditKind.EditLapsed, null, null));
    }

    [Fact]
    public void Typing_is_noted_once_per_person_and_place_without_what_was_typed()
    {
        var session = Shared();
        session.Rules.Join(JoinOf(Bob));
        Told(session);

        Type(session, 1, "secret-one");
        Type(session, 2, "secret-two");
        session.Append(1, BlockTests.Start(7, "vim"));
        Type(session, 3, "secret-three");
        session.Append(2, BlockTests.End(7, 0));
        Type(session, 4, "secret-four");
        Type(session, 5, "secret-five");

        var told = Told(session);
        told.Select(entry => (entry.Kind, entry.Block, entry.AtPrompt)).Should().Equal(
            (AuditKind.Typed, null, true), (AuditKind.Typed, 7, false), (AuditKind.Typed, 7, true));
        told.Should().AllSatisfy(entry => entry.Actor!.Email.Should().Be("bob@example.com"));
        System.Text.Json.JsonSerializer.Serialize(told).Should().NotContain("secret");
    }

    [Fact]
    public void A_command_is_noted_when_it_is_stored_with_who_typed_before_it()
    {
        var session = Shared();
        session.Rules.Join(JoinOf(Bob));
        Type(session, 1, "make\r");
        session.Append(1, BlockTests.Start(1, "make"));
        Told(session).Should().NotContain(entry => entry.Kind == AuditKind.Ran);

        session.Store();
        session.Append(2, BlockTests.End(1, 0), BlockTests.Start(2, null));
        session.Store();

        var ran = Told(session).Where(entry => entry.Kind == AuditKind.Ran).ToArray();
        ran.Select(entry => (entry.Id, entry.Block, entry.Command, entry.Actor!.User)).Should().Equal(("s.block.1", 1, "make", "u-ada"), ("s.block.2", 2, null, "u-ada"));
        ran[0].TypedBy.Should().ContainSingle().Which.Email.Should().Be("bob@example.com");
        ran[1].TypedBy.Should().BeEmpty();
        ran.Should().OnlyContain(entry => entry.RanBy == null);
    }

    [Fact]
    public void Whom_the_sharers_client_names_for_a_command_stands_beside_who_typed()
    {
        var session = Shared();
        session.Append(1, (FrameKind.BlockStart, new BlockStart(1, "ls", "/", new Person("Bob", "bob@example.com")).ToPayload()));
        session.Store();

        var ran = Told(session).Should().ContainSingle().Subject;

        ran.RanBy.Should().Be(new AuditPersonValue(null, "bob@example.com", "Bob"));
        (ran.Actor!.User, ran.TypedBy.Length).Should().Be(("u-ada", 0));
        new AuditQuery(0, 1, Actor: "bob@example.com").Asks(ran).Should().BeTrue();
    }

    [Fact]
    public void Commands_that_were_not_told_of_are_known_to_the_next_activation()
    {
        var session = Shared();
        session.Append(1, BlockTests.Start(1, "make"));
        session.Store();
        var row = new Log.BlockRow(1, "make", "/", 1, null, 0, null, null, 0);

        var next = session.Activate(new Log.LogHead(2, 1, 1, 1, 10, row));
        next.FirstUntoldBlock.Should().Be(1);
        next.NoteBlock(row);
        var told = Told(next, session);
        told.Should().ContainSingle().Which.Id.Should().Be("s.block.1");

        session.Activate(new Log.LogHead(3, 1, 1, 1, 10, row)).FirstUntoldBlock.Should().BeNull();
    }

    [Fact]
    public void What_the_state_holds_is_told_once_it_is_stored_and_stays_until_the_audit_has_it()
    {
        var session = Shared();
        session.Rules.Join(JoinOf(Bob));
        session.Rules.StampNotes("s", session.Now);
        session.State.Audit.Should().ContainSingle();

        session.Rules.ToTell("s", session.Rules.StateVersion - 1, session.Now).Should().BeEmpty("it is not stored yet");
        var batch = session.Rules.ToTell("s", session.Rules.StateVersion, session.Now);
        session.State.Audit.Should().ContainSingle();
        session.Rules.IsAuditTold.Should().BeFalse();

        session.Rules.Told(batch);
        session.State.Audit.Should().BeEmpty();
        session.Rules.IsAuditTold.Should().BeTrue();
    }

    [Fact]
    public void An_audit_that_is_not_told_for_long_loses_entries_and_is_told_how_many()
    {
        var session = Shared();
        for (var i = 0; i < 1010; i++)
            session.Rules.Join(JoinOf(Eve, $"p{i}"));

        session.Rules.StampNotes("s", session.Now).Should().BeTrue("that is said once");
        session.Rules.Join(JoinOf(Eve));
        session.Rules.StampNotes("s", session.Now).Should().BeFalse();

        var told = Told(session);
        told.Should().HaveCount(1001);
        told[^1].Should().Match<AuditValue>(entry => entry.Kind == AuditKind.Lost && entry.Count == 11);
        session.Rules.IsAuditTold.Should().BeTrue();
    }

    [Fact]
    public void Nothing_is_noted_where_nothing_is_recorded()
    {
        var session = new SessionFixture();
        var rules = new Session(session.State, new Log.LogHead(1, 1, 0, 0, 0, null), session.Options, new Quota.SupportOptions(), session.Now) { IsAudited = false };

        rules.Attach(ShareOf());
        rules.Join(JoinOf(null, secret: "linksecret"));

        rules.IsAuditTold.Should().BeTrue();
    }

    private static SessionFixture Shared(EmailRuleValue? rule = null)
    {
        var session = new SessionFixture(allow: rule ?? BobEdits).Share();
        Told(session);
        return session;
    }

    private static void Type(SessionFixture session, long number, string text) =>
        session.Rules.Type(new TypeCall("p1", "c1", number, System.Text.Encoding.UTF8.GetBytes(text)), session.Now).Should().BeNull();

    private static AuditValue[] Told(SessionFixture session) => Told(session.Rules, session);

    /// <summary>Everything that the audit is told, as the grain would.</summary>
    private static AuditValue[] Told(Session rules, SessionFixture session)
    {
        var told = new List<AuditValue>();
        rules.StampNotes("s", session.Now);
        while (rules.ToTell("s", rules.StateVersion, session.Now) is { Length: > 0 } batch)
        {
            told.AddRange(batch);
            rules.Told(batch);
        }

        return [.. told];
    }
}

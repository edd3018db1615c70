using System.Net;
using System.Net.Http.Json;
using SessionShare.Gateway.Tests.Walk;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests.Administering;

/// <summary>What operators see and do, over HTTP: docs/protocol.md, section 8.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private const string Operator = "op@example.com";
    private const string Bob = "bob@example.com";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TestGateway _gateway = new();
    private string _token = "";

    public async Task InitializeAsync()
    {
        await _gateway.InitializeAsync();
        _token = (await _gateway.SignIn(Operator)).Token;
    }

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Operator_lists_a_live_session_sees_how_it_runs_and_ends_it()
    {
        await using var session = await WalkedSession.Begin(_gateway, Role.View);
        await session.Output("secret words");
        await using var guest = await Caller.Come(_gateway, session.Id, null, session.Secret);

        var listed = await Until(async () => (await Get<LiveSession[]>("api/admin/sessions")).SingleOrDefault(one => one.Session == session.Id.ToString() && one.Bytes > 0));
        var details = await Get<SessionDetails>($"api/admin/sessions/{session.Id}");
        var raw = await (await _gateway.Get($"api/admin/sessions/{session.Id}", _token)).Content.ReadAsStringAsync();

        listed.Should().Match<LiveSession>(one => one.Sharer == WalkedSession.Ada && one.State == SharerState.Connected);
        details.Should().Match<SessionDetails>(one => one.Epoch == 1 && one.Attachment == 1 && one.Link == Role.View && one.Rules == 1 && one.CommitSeconds > 0);
        details.Participants.Should().ContainSingle().Which.Email.Should().BeNull();
        raw.Should().NotContainAny("secret words", session.Secret);

        (await Post($"api/admin/sessions/{session.Id}/end")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await session.Until(items => items.Any(item => item.Ended?.Reason == Reason.EndedByOperator));
        await (await Post($"api/admin/sessions/{session.Id}/end")).ShouldRefuse(Reason.SessionEnded);
        var told = await Audit("kind=administered", entries => entries.Count(entry => entry.Session == session.Id.ToString() && entry.Text is "session" or "end") >= 3);
        told.Should().AllSatisfy(entry => entry.Actor!.Email.Should().Be(Operator)).And.Contain(entry => entry.Text == "sessions");
    }

    [Fact]
    public async Task Plan_that_an_operator_gave_counts_and_is_taken_back()
    {
        await using var session = await WalkedSession.Begin(_gateway);
        var ada = Caller.TokenOf(_gateway, WalkedSession.Ada);

        await Post("api/admin/users/plan", new PlanChange(WalkedSession.Ada, "limited"));

        (await Usage(ada)).Should().Match<Usage>(usage => usage.Plan == "limited" && usage.SharesAllowed == 5);
        (await Get<KnownUser[]>("api/admin/users")).Should().ContainSingle().Which.Should().Match<KnownUser>(user => user.Email == WalkedSession.Ada && user.Plan == "limited" && user.SharesStarted == 1);
        await Post("api/admin/users/plan", new PlanChange(WalkedSession.Ada, null));
        (await Usage(ada)).Plan.Should().Be("unlimited");
        await (await Post("api/admin/users/plan", new PlanChange(WalkedSession.Ada, "golden"))).ShouldRefuse(Reason.InvalidRequest);
        await (await Post("api/admin/users/plan", new PlanChange("nobody@example.com", "limited"))).ShouldRefuse(Reason.InvalidRequest);
    }

    [Fact]
    public async Task Forgotten_person_has_no_session_rule_or_name_left_and_a_pseudonym_in_the_audit()
    {
        await using var session = await WalkedSession.Begin(_gateway);
        await session.Change(new AccessChange { Allow = new EmailRule(Bob, Role.Edit) });
        await using var bob = await Caller.Come(_gateway, session.Id, Bob);
        await Audit($"session={session.Id}", entries => entries.Any(entry => entry.Kind == AuditKind.Joined));

        var guest = await Forget(Bob);
        (await Get<SessionDetails>($"api/admin/sessions/{session.Id}")).Should().Match<SessionDetails>(one => one.Rules == 1 && one.Participants.Count == 0);
        var sharer = await Forget(WalkedSession.Ada);

        (guest.Sessions, guest.Invitations).Should().Be((0, 1));
        (sharer.Sessions, sharer.Invitations).Should().Be((1, 0));
        (await Get<KnownUser[]>("api/admin/users")).Should().BeEmpty();
        await (await _gateway.Get($"api/admin/sessions/{session.Id}", _token)).ShouldRefuse(Reason.UnknownOrForbidden);
        var told = await Audit("", entries => entries.Count(entry => entry.Text == "forget") == 2);
        told.Should().NotContain(entry => entry.Actor != null && (entry.Actor.Email == Bob || entry.Actor.Email == WalkedSession.Ada));
        told.Should().Contain(entry => entry.Kind == AuditKind.Joined && entry.Actor!.Name == guest.Pseudonym);
        told.Should().Contain(entry => entry.Kind == AuditKind.Shared && entry.Actor!.Name == sharer.Pseudonym);
    }

    [Fact]
    public async Task Server_that_is_alone_is_not_drained() => await (await Post("api/admin/drain")).ShouldRefuse(Reason.InvalidRequest);

    private async Task<ForgottenUser> Forget(string email) => (await (await Post("api/admin/users/forget", new ForgetUser(email))).Content.ReadFromJsonAsync<ForgottenUser>())!;

    private async Task<Usage> Usage(string token) => (await (await _gateway.Get("api/usage", token)).Content.ReadFromJsonAsync<Usage>())!;

    private async Task<T> Get<T>(string path)
    {
        var answer = await _gateway.Get(path, _token);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<T>())!;
    }

    private Task<HttpResponseMessage> Post(string path, object? body = null) => _gateway.Send(HttpMethod.Post, path, body, _token);

    private async Task<AuditEntry[]> Audit(string query, Predicate<AuditEntry[]> holds) => await Until(async () =>
    {
        var page = await Get<AuditPage>($"api/audit?count=1000&{query}");
        return holds([.. page.Entries]) ? page.Entries.ToArray() : null;
    });

    private static async Task<T> Until<T>(Func<Task<T?>> look)
        where T : class
    {
        using var late = new CancellationTokenSource(Patience);
        T? found;
        while ((found = await look()) is null)
            await Task.Delay(20, late.Token);
        return found;
    }
}

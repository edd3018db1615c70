using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class AccessAskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly FakeGateway _gateway = new();
    private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Who_asks_is_told_that_it_waits_and_then_what_was_granted()
    {
        var asking = Ask();
        var server = await _gateway.NextViewer();
        var request = await server.NextAsk();
        (request.LinkSecret, request.Role, Base62.IsValid(request.Ask)).Should().Be(("secret", Role.Edit, true));
        server.Answer(new AskItem { Waits = true });
        await _waits.Task.WaitAsync(Patience);

        server.Answer(new AskItem { Granted = Role.View });

        (await asking.WaitAsync(Patience)).Should().Be(Role.View);
    }

    [Fact]
    public async Task A_server_that_goes_is_asked_again_under_the_same_name_and_nobody_is_told_twice()
    {
        var asking = Ask();
        var first = await _gateway.NextViewer();
        var request = await first.NextAsk();
        first.Answer(new AskItem { Waits = true });
        await _waits.Task.WaitAsync(Patience);

        first.Answer(item: null);
        var second = await _gateway.NextViewer();
        (await second.NextAsk()).Should().Be(request);
        second.Answer(new AskItem { Waits = true });
        second.Answer(new AskItem { Refused = Refusal.Of(Reason.ServerStopping) });
        var third = await _gateway.NextViewer();
        (await third.NextAsk()).Should().Be(request);
        third.Answer(new AskItem { Granted = Role.View });

        (await asking.WaitAsync(Patience)).Should().Be(Role.View);
    }

    [Fact]
    public async Task No_is_a_refusal()
    {
        var asking = Ask();
        var server = await _gateway.NextViewer();
        server.Answer(new AskItem { Waits = true });
        server.Answer(new AskItem { Refused = Refusal.Of(Reason.NoAccess, "The sharer said no.") });

        var awaiting = () => asking.WaitAsync(Patience);

        (await awaiting.Should().ThrowAsync<RefusedException>()).Which.Refusal.Text.Should().EndWith("The sharer said no.");
    }

    [Fact]
    public async Task Cancelling_takes_it_back()
    {
        using var cancel = new CancellationTokenSource();
        var asking = Ask(cancel.Token);
        var server = await _gateway.NextViewer();
        server.Answer(new AskItem { Waits = true });
        await _waits.Task.WaitAsync(Patience);

        await cancel.CancelAsync();

        var awaiting = () => asking.WaitAsync(Patience);
        await awaiting.Should().ThrowAsync<OperationCanceledException>();
    }

    private Task<Role> Ask(CancellationToken cancellationToken = default)
    {
        var options = new WatchOptions { Servers = [new Uri("http://a/")], Session = SessionId.Of(new byte[16]), LinkSecret = "secret", AttemptTimeout = Patience };
        return WatchedSession.AskAccess(_gateway, options, Role.Edit, () => _waits.SetResult(), cancellationToken);
    }
}

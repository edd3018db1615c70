using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>Asking for access, and waiting for the answer, at a living grain.</summary>
public sealed class AskTests
{
    [Fact]
    public async Task Sharer_is_told_who_asks_and_whoever_asked_hears_the_answer()
    {
        await using var silo = await SiloFixture.Start();
        var share = await Share(silo);
        await using var control = silo.Control("s", share);
        await using var ask = Ask(silo, "a1", share.LinkSecret);
        await ask.Until(seen => seen.Any(item => item.Waits), "that it waits");
        await control.Until(seen => seen.Any(item => item.Roster?.Asking is [{ Email: "eve@example.com" }]), "that the sharer is told");

        await silo.Session("s").ChangeAccess(new AccessCall(Ada, AccessVerb.Grant, Participant: "a1", Role: Role.View));

        await ask.Ended();
        ask.Seen[^1].Granted.Should().Be(Role.View);
        (await silo.Session("s").Join(JoinOf(Eve))).Role.Should().Be(Role.View);
    }

    [Fact]
    public async Task Who_goes_asks_no_more_and_the_sharer_is_told_that_too()
    {
        await using var silo = await SiloFixture.Start();
        var share = await Share(silo);
        await using var control = silo.Control("s", share);
        await using (var ask = Ask(silo, "a1", share.LinkSecret))
            await ask.Until(seen => seen.Any(item => item.Waits), "that it waits");

        await control.Until(seen => seen.LastOrDefault(item => item.Roster is not null)?.Roster!.Asking is { Length: 0 } && seen.Any(item => item.Roster?.Asking is { Length: 1 }), "that nobody asks any more");
    }

    [Fact]
    public async Task Who_asks_is_told_when_the_session_ends_and_when_it_moves()
    {
        var silo = await SiloFixture.Start();
        var share = await Share(silo);
        await using var ask = Ask(silo, "a1", share.LinkSecret);
        await ask.Until(seen => seen.Any(item => item.Waits), "that it waits");
        await silo.Session("s").Stop("u-ada");
        await ask.Ended();
        ask.Seen[^1].Refused!.Reason.Should().Be(Reason.SessionEnded);

        share = await Share(silo, "t");
        await using var moving = Ask(silo, "a1", share.LinkSecret, "t");
        await moving.Until(seen => seen.Any(item => item.Waits), "that it waits");
        await silo.Stop();
        await moving.Moved(last => last.Moved);
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_session_and_a_wrong_secret_have_one_answer()
    {
        await using var silo = await SiloFixture.Start();
        await Share(silo);

        foreach (var session in new[] { "s", "unknown" })
        {
            await using var ask = Ask(silo, "a1", "guess", session);
            await ask.Ended();
            ask.Seen.Should().ContainSingle().Which.Refused.Should().Be(RefusalValue.Of(Reason.UnknownOrForbidden));
        }
    }

    private static Reading<AskEvent> Ask(SiloFixture silo, string id, string secret, string session = "s") =>
        new(cancellation => silo.Session(session).AskAccess(new AskCall(id, Eve, secret, Role.View, null), cancellation));

    private static async Task<ShareAnswer> Share(SiloFixture silo, string id = "s")
    {
        var answer = await silo.Session(id).Share(ShareOf() with { Link = Role.None });
        answer.Refused.Should().BeNull();
        return answer;
    }
}

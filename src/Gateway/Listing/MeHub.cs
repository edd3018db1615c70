using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using SessionShare.Gateway.Leaving;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Listing;

/// <summary>The hub of signed-in people: docs/protocol.md, section 10. One stream a connection.</summary>
internal sealed class MeHub(PersonFeeds feeds, Departures departures) : Hub
{
    private static readonly object Key = new();

    public IAsyncEnumerable<MeItem> Watch(MeRequest? request, CancellationToken cancellationToken)
    {
        if (request is null)
            return Refused(Malformed.Missing());
        if (request.Version != WireLimits.ProtocolVersion)
            return Refused(Refusal.Of(Reason.VersionMismatch, $"The server speaks {WireLimits.ProtocolVersion}, the client {request.Version}."));
        if (Callers.Of(Context.User!) is not { } user)
            return Refused(Refusal.Of(Reason.SignInRequired));
        if (departures.HaveBegun)
            return Refused(Refusal.Of(Reason.GatewayLeaving));
        return Context.Items.TryAdd(Key, Key)
            ? Watch(user, Context.SignInEnd(), cancellationToken)
            : Refused(Refusal.Of(Reason.InvalidRequest, "This connection watches already."));
    }

    private async IAsyncEnumerable<MeItem> Watch(UserIdentity user, DateTimeOffset? signInEnd, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stay = departures.Arrive(signInEnd);
        await using var lease = feeds.Open(user);
        var (feed, told) = (lease.Feed, ListedSessions.None);
        while (true)
        {
            var changed = feed.Changed;
            var listed = feed.Listed;
            if (told.Version == 0 && listed.Version > 0)
                yield return listed.Present();
            else
                foreach (var item in listed.Since(told))
                    yield return item;
            told = listed;

            if (stay.Over.IsCompletedSuccessfully || feed.IsLost)
            {
                yield return new MeItem { Closed = Refusal.Of(feed.IsLost ? Reason.ClusterUnreachable : stay.Over.Result) };
                yield break;
            }

            await Waiting.Any([changed, stay.Over], cancellationToken);
        }
    }

    private static IAsyncEnumerable<MeItem> Refused(Refusal refusal) => Only.Item(new MeItem { Closed = refusal });
}

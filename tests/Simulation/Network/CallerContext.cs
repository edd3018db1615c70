using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace SessionShare.Simulation;

/// <summary>What a hub knows of its connection.</summary>
internal sealed class CallerContext(string connectionId, ClaimsPrincipal user, CancellationToken aborted) : HubCallerContext
{
    public override string ConnectionId => connectionId;

    public override string? UserIdentifier => null;

    public override ClaimsPrincipal User => user;

    public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override CancellationToken ConnectionAborted => aborted;

    public override void Abort()
    {
    }
}

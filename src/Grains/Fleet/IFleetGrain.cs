using SessionShare.Protocol;

namespace SessionShare.Grains.Fleet;

/// <summary>
/// What lives in the whole cluster, as its silos last said: for operators. One grain, in memory alone; silos say it again and again, so that it knows all of it within <see cref="FleetReports.Every"/>.
/// </summary>
[Alias("sessionshare.fleet")]
public interface IFleetGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "fleet";

    /// <summary>All sessions that live on a silo now, in place of what it said before; in parts where they are many.</summary>
    [Alias("report")]
    Task Report(FleetReport report);

    /// <summary>Sessions of an organization, the busiest first.</summary>
    [Alias("sessions")]
    Task<FleetSession[]> Sessions(string organization, int most);
}

/// <summary>A part of what a silo says.</summary>
/// <param name="Silo">Names the silo's process.</param>
/// <param name="IsFirst">The first part: what it said before counts no more.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.fleet-report")]
public sealed record FleetReport([property: Id(0)] string Silo, [property: Id(1)] bool IsFirst, [property: Id(2)] FleetSession[] Sessions);

/// <summary>A live session.</summary>
/// <param name="Sharer">The sharer's address.</param>
/// <param name="IsSharing">The sharer is connected.</param>
/// <param name="Bytes">Encoded bytes that it took in on its silo.</param>
/// <param name="Participants">Beside the sharer.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.fleet-session")]
public sealed record FleetSession(
    [property: Id(0)] string Session,
    [property: Id(1)] string Organization,
    [property: Id(2)] string Sharer,
    [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] bool IsSharing,
    [property: Id(5)] long Bytes,
    [property: Id(6)] long Participants)
{
    /// <summary>As it goes over the wire.</summary>
    public LiveSession ToWire() => new(Session, Sharer, StartedAt, IsSharing ? SharerState.Connected : SharerState.Reconnecting, Bytes, Participants);
}

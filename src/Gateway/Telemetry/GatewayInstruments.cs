using System.Diagnostics.Metrics;

namespace SessionShare.Gateway.Telemetry;

/// <summary>What a gateway measures: meter <c>SessionShare.Gateway</c>. Nothing here names a session or a person.</summary>
internal sealed class GatewayInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "SessionShare.Gateway";

    private static readonly KeyValuePair<string, object?> SharerTag = new("who", "sharer");
    private static readonly KeyValuePair<string, object?> ViewerTag = new("who", "viewer");

    private readonly UpDownCounter<long> _sharers;
    private readonly UpDownCounter<long> _viewers;
    private readonly UpDownCounter<long> _feeds;
    private readonly Counter<long> _deliveredBytes;
    private readonly Counter<long> _lagging;
    private readonly Counter<long> _stalls;
    private readonly Counter<long> _rewinds;
    private readonly Counter<long> _pages;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _rateRefusals;
    private readonly Counter<long> _resumes;
    private readonly Histogram<double> _appends;
    private readonly Histogram<double> _deliveries;
    private readonly Histogram<double> _confirmations;

    public GatewayInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _sharers = meter.CreateUpDownCounter<long>("sessionshare.gateway.sharers", "{sharer}", "Sharers' connections.");
        _viewers = meter.CreateUpDownCounter<long>("sessionshare.gateway.viewers", "{viewer}", "Viewers' connections that have joined.");
        _feeds = meter.CreateUpDownCounter<long>("sessionshare.gateway.feeds", "{feed}", "Sessions that are watched through this gateway.");
        _deliveredBytes = meter.CreateCounter<long>("sessionshare.gateway.delivered", "By", "Encoded bytes of frames that were sent to viewers.");
        _lagging = meter.CreateCounter<long>("sessionshare.gateway.viewer.lags", "{episode}", "Times that a viewer fell behind and was told what it misses.");
        _stalls = meter.CreateCounter<long>("sessionshare.gateway.viewer.stalls", "{episode}", "Times that a viewer's cursor waited because too much was under way to it.");
        _rewinds = meter.CreateCounter<long>("sessionshare.gateway.viewer.rewinds", "{episode}", "Times that a viewer was told that frames it saw are void.");
        _pages = meter.CreateCounter<long>("sessionshare.gateway.feed.pages", "{page}", "Pages of older frames read through a grain.");
        _retries = meter.CreateCounter<long>("sessionshare.gateway.grain.retries", "{call}", "Grain calls tried again because a grain moved or a silo was lost.");
        _rateRefusals = meter.CreateCounter<long>("sessionshare.gateway.rate.refusals", "{message}", "Messages refused because a connection sent too many.");
        _resumes = meter.CreateCounter<long>("sessionshare.gateway.resumes", "{connection}", "Connections that came back to a session, by who: sharer or viewer.");
        _appends = meter.CreateHistogram<double>("sessionshare.gateway.append.duration", "s", "Time of an append, from the gateway to its session and back; while the session is busy, until it no longer is.");
        _deliveries = meter.CreateHistogram<double>("sessionshare.gateway.delivery.duration", "s", "Time from when new frames are at the gateway until they are handed to a viewer's connection, each viewer for itself.");
        _confirmations = meter.CreateHistogram<double>("sessionshare.gateway.confirmation.duration", "s", "Time from then until the viewer says that it has them: its network, and how quick it is itself.");
    }

    public void OnSharerCame() => _sharers.Add(1);

    public void OnSharerLeft() => _sharers.Add(-1);

    public void OnViewerCame() => _viewers.Add(1);

    public void OnViewerLeft() => _viewers.Add(-1);

    public void OnFeedOpened() => _feeds.Add(1);

    public void OnFeedClosed() => _feeds.Add(-1);

    public void OnDelivered(int bytes) => _deliveredBytes.Add(bytes);

    public void OnLagging() => _lagging.Add(1);

    public void OnStalled() => _stalls.Add(1);

    public void OnRewound() => _rewinds.Add(1);

    public void OnPageRead() => _pages.Add(1);

    public void OnRetry() => _retries.Add(1);

    public void OnRateRefused() => _rateRefusals.Add(1);

    public void OnSharerResumed() => _resumes.Add(1, SharerTag);

    public void OnViewerResumed() => _resumes.Add(1, ViewerTag);

    public void OnAppended(TimeSpan duration) => _appends.Record(duration.TotalSeconds);

    public void OnDelivered(TimeSpan duration) => _deliveries.Record(duration.TotalSeconds);

    public void OnConfirmed(TimeSpan duration) => _confirmations.Record(duration.TotalSeconds);
}

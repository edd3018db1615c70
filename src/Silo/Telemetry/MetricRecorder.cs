using System.Diagnostics.Metrics;

namespace SessionShare.Silo.Telemetry;

/// <summary>Listens to this process' meters, from its start on: ours, Orleans', and those of the framework and the runtime. Thread-safe.</summary>
/// <param name="meters">Only meters of this factory count, and those of nobody's.</param>
internal sealed class MetricRecorder(IMeterFactory meters) : IDisposable
{
    private static readonly string[] Wanted = ["SessionShare.", "Microsoft.Orleans", "Microsoft.AspNetCore.", "System.Runtime", "System.Net.", "Npgsql"];

    private readonly Lock _reading = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<Instrument, RecordedInstrument> _recorded = [];
    private readonly MeterListener _listener = new();

    /// <summary>Begins to listen. Once.</summary>
    public void Start()
    {
        _listener.InstrumentPublished = Publish;
        _listener.MeasurementsCompleted = (instrument, _) => Forget(instrument);
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, recorded) => Take(recorded, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, recorded) => Take(recorded, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, recorded) => Take(recorded, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, recorded) => Take(recorded, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, recorded) => Take(recorded, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, recorded) => Take(recorded, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, recorded) => Take(recorded, (double)value, tags));
        _listener.Start();
    }

    /// <summary>Calls with everything, once instruments that are asked have answered.</summary>
    /// <exception cref="AggregateException">Some of them failed; the others are read all the same, at the next reading.</exception>
    public void Read(Action<IReadOnlyList<RecordedInstrument>> read)
    {
        lock (_reading)
        {
            RecordedInstrument[] all;
            lock (_gate)
                all = [.. _recorded.Values];
            foreach (var recorded in all)
                recorded.Begin();
            _listener.RecordObservableInstruments();
            read(all);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!Array.Exists(Wanted, name => instrument.Meter.Name.StartsWith(name, StringComparison.Ordinal)) || (instrument.Meter.Scope is { } scope && scope != meters))
            return;
        var recorded = new RecordedInstrument(instrument);
        lock (_gate)
            _recorded[instrument] = recorded;
        listener.EnableMeasurementEvents(instrument, recorded);
    }

    private void Forget(Instrument instrument)
    {
        lock (_gate)
            _recorded.Remove(instrument);
    }

    private static void Take(object? recorded, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((RecordedInstrument)recorded!).Take(value, tags);
}

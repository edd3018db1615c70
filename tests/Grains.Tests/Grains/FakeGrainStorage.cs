using System.Text.Json;
using Orleans.Storage;
using SessionShare.Grains.Due;
using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>Fake grain storage in memory that outlives a silo; keeps states as JSON, so that nothing is shared by reference.</summary>
internal sealed class FakeGrainStorage : IGrainStorage, IDueGrains
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Stored> _states = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _never = new();
    private volatile bool _fails;
    private volatile bool _stalls;
    private volatile bool _failsWrites;
    private int _refused;
    private long _version;
    private int _asked;

    /// <summary>How often it was asked what is due.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>It can't say what is due from here on.</summary>
    public void FailDue() => _fails = true;

    /// <summary>It says what is due again.</summary>
    public void RecoverDue() => _fails = false;

    /// <summary>Whoever asks what is due gets no answer from here on.</summary>
    public void StallDue() => _stalls = true;

    /// <summary>Writes fail from here on.</summary>
    public void FailWrites() => _failsWrites = true;

    /// <summary>Writes work again.</summary>
    public void RecoverWrites() => _failsWrites = false;

    /// <summary>Writes that failed.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Something is due to a session at that moment; for one that was never stored there is then nothing but that.</summary>
    public void SetDue(string session, DateTimeOffset at) => SetDue(SessionState.Name, session, at);

    /// <summary>Something is due to a grain at that moment.</summary>
    public void SetDue(string stateName, string grain, DateTimeOffset at)
    {
        lock (_gate)
        {
            var key = $"{stateName}/{stateName}/{grain}";
            _states[key] = _states.GetValueOrDefault(key, new Stored(null, null, null)) with { Due = at };
        }
    }

    /// <summary>When something is due to a grain; null: never.</summary>
    public DateTimeOffset? DueOf(string stateName, string grain)
    {
        lock (_gate)
            return _states.GetValueOrDefault($"{stateName}/{stateName}/{grain}")?.Due;
    }

    /// <summary>The stored state of a session; null when there is none.</summary>
    public SessionState? Of(string session)
    {
        lock (_gate)
        {
            var stored = _states.FirstOrDefault(state => state.Key.StartsWith($"{SessionState.Name}/", StringComparison.Ordinal) && state.Key.EndsWith($"/{session}", StringComparison.Ordinal)).Value;
            return stored?.Json is { } json ? JsonSerializer.Deserialize<SessionState>(json) : null;
        }
    }

    public async Task<IReadOnlyList<string>> Due(string stateName, DateTimeOffset now, int count, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        if (_stalls)
            await _never.Task;
        if (_fails)
            throw new IOException("The disk is gone.");

        lock (_gate)
        {
            return [.. _states.Where(state => state.Key.StartsWith($"{stateName}/", StringComparison.Ordinal) && state.Value.Due <= now)
                .OrderBy(state => state.Value.Due).Take(count).Select(state => state.Key[(state.Key.LastIndexOf('/') + 1)..])];
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            if (_states.TryGetValue(Key(stateName, grainId), out var stored) && stored.Json is { } json)
            {
                grainState.State = JsonSerializer.Deserialize<T>(json)!;
                (grainState.ETag, grainState.RecordExists) = (stored.ETag!, true);
            }
            else
            {
                grainState.State = Activator.CreateInstance<T>();
                (grainState.ETag, grainState.RecordExists) = (null!, false);
            }
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_failsWrites)
        {
            Interlocked.Increment(ref _refused);
            return Task.FromException(new IOException("The disk is gone."));
        }

        lock (_gate)
        {
            var key = Key(stateName, grainId);
            if (_states.TryGetValue(key, out var stored) && stored.ETag != grainState.ETag)
                throw new InconsistentStateException("Written by another activation.", stored.ETag, grainState.ETag);
            var etag = $"{++_version}";
            _states[key] = new Stored(JsonSerializer.Serialize(grainState.State), etag, (grainState.State as IHasDue)?.NextDue);
            (grainState.ETag, grainState.RecordExists) = (etag, true);
        }

        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
            _states.Remove(Key(stateName, grainId));
        return Task.CompletedTask;
    }

    private static string Key(string stateName, GrainId grainId) => $"{stateName}/{grainId}";

    private sealed record Stored(string? Json, string? ETag, DateTimeOffset? Due);
}

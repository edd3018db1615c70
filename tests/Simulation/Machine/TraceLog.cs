using Microsoft.Extensions.Logging;

namespace SessionShare.Simulation;

/// <summary>What the product logs, as lines of a trace that somebody reads; it is no part of what a run's hash is made of.</summary>
internal sealed class TraceLog(Trace trace, string who) : ILogger, ILoggerProvider
{
    /// <summary>For one class of a process.</summary>
    public ILogger<T> For<T>() => new Logger<T>(new Factory(this));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => trace.Listener is not null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        trace.Listener?.Invoke($"{who}: log: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}");

    public void Dispose()
    {
    }

    private sealed class Factory(TraceLog log) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}

namespace Orleans.InProcess.Tests;

/// <summary>A scheduler that can be waited for.</summary>
public interface IStoryScheduler
{
    /// <summary>Ends when the engine has nothing left to run.</summary>
    Task Quiet();
}

using SessionShare.Protocol;
using SessionShare.Silo.Cluster;

namespace SessionShare.Gateway.Api;

/// <summary>The one place where an exception becomes an answer: the peer gets a reason, the log gets the exception.</summary>
internal sealed partial class FaultEdge(ClusterLink link, ILogger<FaultEdge> logger) : IMiddleware
{
    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The peer went away; there is nobody to answer.
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            LogBadRequest(context.Request.Path, fault.StatusCode);
            await context.Refuse(Reason.InvalidRequest);
        }
        catch (Exception fault) when (!context.Response.HasStarted && ClusterFaults.MayPass(fault))
        {
            LogUnanswered(context.Request.Method, context.Request.Path, fault.Message);
            await context.Refuse(ClusterFaults.ReasonOf(fault, link));
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            LogFault(context.Request.Method, context.Request.Path, fault);
            await context.Refuse(Reason.ServerFault);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A request to {Path} could not be read (status {Status}).")]
    private partial void LogBadRequest(PathString path, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} was not answered by the cluster: {Fault}")]
    private partial void LogUnanswered(string method, PathString path, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private partial void LogFault(string method, PathString path, Exception fault);
}

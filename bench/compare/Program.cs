using Venueless.Fast.Compare.Cli;

try
{
    return await CompareCommandLine.Create().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (InvalidOperationException exception)
{
    // Named by whoever threw it: a server that does not start, a delivery that is wrong.
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

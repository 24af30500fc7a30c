using Chunfeng.Web.Cli;

return await ChunfengCommand.RunAsync(args);

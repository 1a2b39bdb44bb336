/** Rules of checkov and cdk-nag that the app does not hold to, and why. A test names every other rule it breaks. */
export const WAIVERS: Readonly<Record<string, string>> = {
  CKV_AWS_173: "environment variables hold names and settings; Lambda encrypts them with its own key",
  CKV_AWS_115:
    "only StandardizeLeads needs a reservation (the model provider's limit); the Map and the queue's mapping limit the others, and a reservation would take concurrency from the account",
  CKV_AWS_116:
    "a function that answers its caller needs no queue for failures: Step Functions and the queue's mapping keep them; the one that EventBridge invokes has one",
  CKV_AWS_117: "nothing the functions call is in a private network; a stage can name one",
  CKV_AWS_272: "code is bundled and uploaded by the deployment itself, from a lock file with checksums",
  CKV_AWS_119:
    "DynamoDB encrypts with a key of its own; a key of ours would cost a request per read for no other owner",
  CKV_AWS_18:
    "every upload is the record of a run; who read a file is for CloudTrail, which the account turns on or off",
  S1: "as CKV_AWS_18",
  CKV_AWS_86:
    "CloudFront would log the paths of requests, which hold phones; API Gateway's own log says what was asked without them, and the page is the same for all",
  CFR3: "as CKV_AWS_86",
  CKV_AWS_68:
    "the page is public and the same for all; the API asks for a key first, and API Gateway limits how fast it is asked. A firewall costs more by the month than all the rest of a small stage",
  CFR2: "as CKV_AWS_68",
  CKV_AWS_374: "who has a key may use it from everywhere",
  CFR1: "as CKV_AWS_374",
  CKV_AWS_310: "page and API are one each: there is nothing to fail over to",
  CKV_AWS_174:
    "CloudFront's own certificate allows TLS 1.0 and cannot be told otherwise; a stage with a name of its own (`console` in stage.ts) has 1.2 at least",
  CFR4: "as CKV_AWS_174",
  LambdaEventSourceMappingDestination: "the queue the mapping reads has a dead-letter queue itself",
};

/** Actions that AWS gives no resource to narrow to, and so are allowed on `*`. */
export const STAR_RESOURCES: Readonly<Record<string, string>> = {
  "xray:PutTraceSegments": "X-Ray knows no resources",
  "xray:PutTelemetryRecords": "X-Ray knows no resources",
  "xray:GetSamplingRules": "X-Ray knows no resources",
  "xray:GetSamplingTargets": "X-Ray knows no resources",
  "cloudwatch:GetMetricData": "metrics are no resources; it reads numbers only",
  "logs:CreateLogDelivery": "log deliveries have no names; Step Functions makes one for each machine",
  "logs:GetLogDelivery": "as CreateLogDelivery",
  "logs:UpdateLogDelivery": "as CreateLogDelivery",
  "logs:DeleteLogDelivery": "as CreateLogDelivery",
  "logs:ListLogDeliveries": "as CreateLogDelivery",
  "logs:PutResourcePolicy": "Step Functions writes the log's own policy, which the API addresses by account",
  "logs:DescribeResourcePolicies": "as PutResourcePolicy",
  "logs:DescribeLogGroups": "as PutResourcePolicy",
};

/** The same of a stage whose functions are in a network of the account. */
export const NETWORK_STAR_RESOURCES: Readonly<Record<string, string>> = {
  "ec2:CreateNetworkInterface": "Lambda makes network interfaces that have no names yet",
  "ec2:DescribeNetworkInterfaces": "EC2 describes on no resource",
  "ec2:DescribeSubnets": "as DescribeNetworkInterfaces",
  "ec2:DeleteNetworkInterface": "as CreateNetworkInterface",
  "ec2:AssignPrivateIpAddresses": "as CreateNetworkInterface",
  "ec2:UnassignPrivateIpAddresses": "as CreateNetworkInterface",
};

import { Migration } from '@mikro-orm/migrations';

export class Migration20261124140342_delivery_promises extends Migration {

  override name = 'Migration20261124140342_delivery_promises';

  override up(): void | Promise<void> {
    this.addSql(`create table \`delivery_notes\` (\`id\` integer not null primary key autoincrement, \`delivery_id\` bigint not null, \`evolution_config_id\` bigint not null, \`at\` datetime not null, \`code\` text not null, \`details\` json null, constraint \`delivery_notes_delivery_id_foreign\` foreign key (\`delivery_id\`) references \`deliveries\` (\`id\`) on delete cascade, constraint \`delivery_notes_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`) on delete cascade);`);
    this.addSql(`create index \`delivery_notes_delivery_id_index\` on \`delivery_notes\` (\`delivery_id\`);`);
    this.addSql(`create index \`delivery_notes_evolution_config_id_index\` on \`delivery_notes\` (\`evolution_config_id\`);`);
    this.addSql(`create index \`delivery_notes_evolution_config_id_code_at_index\` on \`delivery_notes\` (\`evolution_config_id\`, \`code\`, \`at\`);`);

    this.addSql(`alter table \`evolution_configs\` add column \`resume_at\` datetime null;`);
    this.addSql(`alter table \`evolution_configs\` add column \`failures_in_row\` integer not null default 0;`);
    this.addSql(`alter table \`evolution_configs\` add column \`failing_code\` text null;`);
    this.addSql(`alter table \`evolution_configs\` add column \`failing_since\` datetime null;`);
    this.addSql(`alter table \`evolution_configs\` add column \`trouble_told_at\` datetime null;`);
    this.addSql(`alter table \`evolution_configs\` add column \`sent_since_rest\` integer not null default 0;`);
    this.addSql(`alter table \`evolution_configs\` add column \`group_turn\` integer not null default true;`);

    this.addSql(`alter table \`schedules\` add column \`resume_at\` datetime null;`);
    this.addSql(`alter table \`schedules\` add column \`failed_runs\` integer not null default 0;`);

    this.addSql(`alter table \`occurrences\` add column \`replaced\` integer not null default 0;`);

    this.addSql(`drop index \`deliveries_evolution_config_id_status_next_attempt_at_index\`;`);
    this.addSql(`alter table \`deliveries\` add column \`to_group\` integer not null default false;`);
    this.addSql(`alter table \`deliveries\` add column \`started_at\` datetime null;`);
    this.addSql(`alter table \`deliveries\` add column \`asked_at\` datetime null;`);
    this.addSql(`alter table \`deliveries\` add column \`recalled_at\` datetime null;`);
    this.addSql(`create index \`deliveries_evolution_config_id_status_to_group_next_attempt_at_index\` on \`deliveries\` (\`evolution_config_id\`, \`status\`, \`to_group\`, \`next_attempt_at\`);`);
    this.addSql(`update \`deliveries\` set \`to_group\` = true where \`recipient_type\` = 'group';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`delivery_notes\`;`);

    this.addSql(`drop index \`deliveries_evolution_config_id_status_to_group_next_attempt_at_index\`;`);
    this.addSql(`alter table \`deliveries\` drop column \`to_group\`;`);
    this.addSql(`alter table \`deliveries\` drop column \`started_at\`;`);
    this.addSql(`alter table \`deliveries\` drop column \`asked_at\`;`);
    this.addSql(`alter table \`deliveries\` drop column \`recalled_at\`;`);
    this.addSql(`create index \`deliveries_evolution_config_id_status_next_attempt_at_index\` on \`deliveries\` (\`evolution_config_id\`, \`status\`, \`next_attempt_at\`);`);

    this.addSql(`alter table \`evolution_configs\` drop column \`resume_at\`;`);
    this.addSql(`alter table \`evolution_configs\` drop column \`failures_in_row\`;`);
    this.addSql(`alter table \`evolution_configs\` drop column \`failing_code\`;`);
    this.addSql(`alter table \`evolution_configs\` drop column \`failing_since\`;`);
    this.addSql(`alter table \`evolution_configs\` drop column \`trouble_told_at\`;`);
    this.addSql(`alter table \`evolution_configs\` drop column \`sent_since_rest\`;`);
    this.addSql(`alter table \`evolution_configs\` drop column \`group_turn\`;`);

    this.addSql(`alter table \`occurrences\` drop column \`replaced\`;`);

    this.addSql(`alter table \`schedules\` drop column \`resume_at\`;`);
    this.addSql(`alter table \`schedules\` drop column \`failed_runs\`;`);
  }

}

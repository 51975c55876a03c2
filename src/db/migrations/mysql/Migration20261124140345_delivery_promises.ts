import { Migration } from '@mikro-orm/migrations';

export class Migration20261124140345_delivery_promises extends Migration {

  override name = 'Migration20261124140345_delivery_promises';

  override up(): void | Promise<void> {
    this.addSql(`create table \`delivery_notes\` (\`id\` bigint unsigned not null auto_increment primary key, \`delivery_id\` bigint unsigned not null, \`evolution_config_id\` bigint unsigned not null, \`at\` datetime(3) not null, \`code\` varchar(60) not null, \`details\` json null) default character set utf8mb4 collate utf8mb4_0900_bin engine = InnoDB;`);
    this.addSql(`alter table \`delivery_notes\` add index \`delivery_notes_delivery_id_index\` (\`delivery_id\`);`);
    this.addSql(`alter table \`delivery_notes\` add index \`delivery_notes_evolution_config_id_index\` (\`evolution_config_id\`);`);
    this.addSql(`alter table \`delivery_notes\` add index \`delivery_notes_evolution_config_id_code_at_index\` (\`evolution_config_id\`, \`code\`, \`at\`);`);

    this.addSql(`alter table \`evolution_configs\` add \`resume_at\` datetime(3) null, add \`failures_in_row\` int not null default 0, add \`failing_code\` varchar(60) null, add \`failing_since\` datetime(3) null, add \`trouble_told_at\` datetime(3) null, add \`sent_since_rest\` int not null default 0, add \`group_turn\` tinyint(1) not null default true;`);

    this.addSql(`alter table \`schedules\` add \`resume_at\` datetime(3) null, add \`failed_runs\` int not null default 0;`);

    this.addSql(`alter table \`occurrences\` add \`replaced\` int not null default 0;`);

    this.addSql(`alter table \`deliveries\` drop index \`deliveries_evolution_config_id_status_next_attempt_at_index\`;`);
    this.addSql(`alter table \`deliveries\` add \`to_group\` tinyint(1) not null default false, add \`started_at\` datetime(3) null, add \`asked_at\` datetime(3) null, add \`recalled_at\` datetime(3) null;`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_evolution_config_id_status_to_group_next_73caf_index\` (\`evolution_config_id\`, \`status\`, \`to_group\`, \`next_attempt_at\`);`);

    this.addSql(`update \`deliveries\` set \`to_group\` = true where \`recipient_type\` = 'group';`);

    this.addSql(`alter table \`delivery_notes\` add constraint \`delivery_notes_delivery_id_foreign\` foreign key (\`delivery_id\`) references \`deliveries\` (\`id\`) on delete cascade;`);
    this.addSql(`alter table \`delivery_notes\` add constraint \`delivery_notes_evolution_config_id_foreign\` foreign key (\`evolution_config_id\`) references \`evolution_configs\` (\`id\`) on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`delivery_notes\`;`);

    this.addSql(`alter table \`deliveries\` drop index \`deliveries_evolution_config_id_status_to_group_next_73caf_index\`;`);
    this.addSql(`alter table \`deliveries\` drop column \`to_group\`, drop column \`started_at\`, drop column \`asked_at\`, drop column \`recalled_at\`;`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_evolution_config_id_status_next_attempt_at_index\` (\`evolution_config_id\`, \`status\`, \`next_attempt_at\`);`);

    this.addSql(`alter table \`evolution_configs\` drop column \`resume_at\`, drop column \`failures_in_row\`, drop column \`failing_code\`, drop column \`failing_since\`, drop column \`trouble_told_at\`, drop column \`sent_since_rest\`, drop column \`group_turn\`;`);

    this.addSql(`alter table \`occurrences\` drop column \`replaced\`;`);

    this.addSql(`alter table \`schedules\` drop column \`resume_at\`, drop column \`failed_runs\`;`);
  }

}
